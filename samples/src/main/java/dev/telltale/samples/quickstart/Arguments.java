package dev.telltale.samples.quickstart;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
final class Arguments {
  static final String HELP =
      """
      Usage: ./quickstart [options]

      Without options: a few calls to a scripted server on this machine, and what was
      measured. Nothing leaves the machine and nothing costs money.

        --base-url URL   call this OpenAI-compatible server instead (llama.cpp, vLLM,
                         Ollama, ...); the key, if it needs one, from OPENAI_API_KEY
        --live           call OpenAI itself, which costs money; needs OPENAI_API_KEY
        --model NAME     the model to ask; with --live the default is gpt-5-mini
        --prompt TEXT    what to ask; default "Name three rivers."
        --help           show this

      With OTEL_EXPORTER_OTLP_ENDPOINT set, spans and metrics are exported there too.

      Exit code: 0 all went as announced, 1 a call failed, 2 the options are wrong.
      """;

  private static final Set<String> SWITCHES = Set.of("--live", "--help");
  private static final Set<String> WITH_VALUE = Set.of("--base-url", "--model", "--prompt");
  private static final String TRY_HELP = " Try ./quickstart --help.";

  private final Map<String, String> options;

  private Arguments(Map<String, String> options) {
    this.options = Map.copyOf(options);
  }

  /**
   * Reads the command line.
   *
   * @throws UsageException if it is not one that {@link #HELP} describes
   */
  static Arguments parse(String... args) {
    Map<String, String> options = new HashMap<>();
    Iterator<String> rest = List.of(args).iterator();
    while (rest.hasNext()) {
      String[] parts = rest.next().split("=", 2);
      String name = parts[0].equals("-h") ? "--help" : parts[0];
      if (WITH_VALUE.contains(name)) {
        options.put(name, parts.length == 2 ? filled(name, parts[1]) : following(name, rest));
      } else if (SWITCHES.contains(name)) {
        options.put(name, alone(name, parts));
      } else {
        throw unknown(name);
      }
    }
    Arguments arguments = new Arguments(options);
    if (!arguments.help()) {
      arguments.check();
    }
    return arguments;
  }

  boolean help() {
    return options.containsKey("--help");
  }

  /** Whether no server is named, so that a scripted one answers. */
  boolean scripted() {
    return !live() && baseUrl() == null;
  }

  boolean live() {
    return options.containsKey("--live");
  }

  @Nullable String baseUrl() {
    return options.get("--base-url");
  }

  @Nullable String model() {
    return options.get("--model");
  }

  String prompt() {
    return options.getOrDefault("--prompt", "Name three rivers.");
  }

  private static String following(String name, Iterator<String> rest) {
    String value = rest.hasNext() ? rest.next() : "";
    return filled(name, value.startsWith("--") ? "" : value);
  }

  private static String filled(String name, String value) {
    if (value.isBlank()) {
      throw new UsageException(name + " needs a value." + TRY_HELP);
    }
    return value;
  }

  private static String alone(String name, String... parts) {
    if (parts.length > 1) {
      throw new UsageException(name + " takes no value." + TRY_HELP);
    }
    return "";
  }

  /** Repeats no value, which might be a key. */
  private static UsageException unknown(String name) {
    return new UsageException(
        name.startsWith("-")
            ? "Unknown option " + name + "." + TRY_HELP
            : "A value must follow an option, such as --prompt \"...\"." + TRY_HELP);
  }

  private void check() {
    if (live() && baseUrl() != null) {
      throw new UsageException("--live is OpenAI itself; leave out either it or --base-url.");
    }
    if (baseUrl() != null && model() == null) {
      throw new UsageException("--base-url needs --model NAME, a model that the server has.");
    }
    if (scripted() && (model() != null || options.containsKey("--prompt"))) {
      throw new UsageException(
          "Say which server to ask: add --base-url URL, or --live for OpenAI itself.");
    }
  }
}
