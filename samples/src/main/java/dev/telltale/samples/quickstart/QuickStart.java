package dev.telltale.samples.quickstart;

import dev.telltale.LlmException;
import java.time.Duration;
import java.util.Map;

/** Makes a few calls and shows what is measured of each; {@code ./quickstart --help} says more. */
public final class QuickStart {
  private static final Duration HUMAN_PACE = Duration.ofMillis(40);

  private final Page page;
  private final Map<String, String> environment;
  private final Duration pace;

  QuickStart(Page page, Map<String, String> environment, Duration pace) {
    this.page = page;
    this.environment = environment;
    this.pace = pace;
  }

  /** Runs, and ends the JVM with the exit code that {@code --help} describes. */
  public static void main(String[] args) {
    Page page = new Page(System.out, System.err);
    LogLines.replaceConsole(page);
    System.exit(new QuickStart(page, System.getenv(), HUMAN_PACE).run(args));
  }

  int run(String... args) {
    try {
      Arguments arguments = Arguments.parse(args);
      if (arguments.help()) {
        page.text(Arguments.HELP);
        return 0;
      }
      return arguments.scripted() ? scripted() : server(arguments);
    } catch (UsageException mistake) {
      page.error(mistake.line());
      return 2;
    } catch (RuntimeException unexpected) {
      // Guard point: the last one before a stack trace would reach the reader.
      page.error("Unexpected " + unexpected + ". Please report it.");
      return 1;
    }
  }

  private int scripted() {
    try (Reporting reporting = Reporting.start(page, environment)) {
      new ScriptedTour(page, pace).run(reporting.telemetry());
    }
    page.heading("Next: the same on a real model");
    page.line("./quickstart --base-url http://localhost:11434/v1 --model llama3.2 --prompt \"Hi\"");
    page.line("OPENAI_API_KEY=... ./quickstart --live");
    return 0;
  }

  private int server(Arguments arguments) {
    Target target = Target.of(arguments, environment);
    try (Reporting reporting = Reporting.start(page, environment)) {
      new ServerTour(page, target, arguments.prompt()).run(reporting.telemetry());
      return 0;
    } catch (LlmException failure) {
      page.error(failure.getMessage() + target.hint(failure.kind()));
      return 1;
    }
  }
}
