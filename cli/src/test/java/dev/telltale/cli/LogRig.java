package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.StreamEvent;
import dev.telltale.observability.Observability;
import dev.telltale.observability.promptlog.PromptLog;
import dev.telltale.observability.promptlog.store.KeyProvider;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.rig.ClientRig;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A prompt log of real calls to a scripted server, and the program run on it. */
final class LogRig {
  final Path directory;
  final Path keyFile;
  final Map<String, String> environment = new HashMap<>();
  InstantSource clock = InstantSource.system();
  boolean interactive;

  private final KeyProvider keys;
  private String out = "";
  private String err = "";

  LogRig(Path parent) throws IOException {
    this.directory = parent.resolve("log");
    this.keyFile = parent.resolve("key");
    this.keys = Keys.fileOrNew(keyFile);
  }

  /** A log beside that of the other constructor, with a key of its own. */
  LogRig(Path parent, KeyProvider keys) {
    this.directory = parent.resolve("log2");
    this.keyFile = parent.resolve("key2");
    this.keys = keys;
  }

  /** Has the client of the rig make calls, each of which is kept. */
  void keep(Scripted script, ChatRequest... requests) throws IOException {
    try (ScriptedServer server = ScriptedServer.start().otherwise(script);
        Observability observability = observability();
        ChatClient client = client(server.baseUrl(), observability)) {
      for (ChatRequest request : requests) {
        call(client, request);
      }
    }
  }

  void keepStream(Scripted script, ChatRequest request) throws IOException {
    try (ScriptedServer server = ScriptedServer.start().otherwise(script);
        Observability observability = observability();
        ChatClient client = client(server.baseUrl(), observability);
        ChatStream stream = client.stream(request)) {
      for (StreamEvent event : stream) {
        assertThat(event).isNotNull();
      }
    } catch (LlmException kept) {
      // It is in the log.
    }
  }

  /** Runs the program with the rig's store and key. */
  int run(String command, String... arguments) {
    String[] place = {"--dir", directory.toString(), "--key-file", keyFile.toString()};
    return runBare(
        Stream.of(new String[] {command}, place, arguments)
            .flatMap(Arrays::stream)
            .toArray(String[]::new));
  }

  int runBare(String... arguments) {
    StringWriter printed = new StringWriter();
    StringWriter complained = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(printed),
            new PrintWriter(complained, true),
            environment::get,
            clock,
            interactive);
    int code = LlmLog.run(terminal, arguments);
    out = printed.toString();
    err = complained.toString();
    return code;
  }

  String out() {
    return out;
  }

  String err() {
    return err;
  }

  /** The id in a line of the list, counted from 1. */
  String idInLine(int line) {
    run("list");
    return out.lines().toList().get(line).split(" +", 3)[1];
  }

  void clockAt(String time) {
    clock = InstantSource.fixed(Instant.parse(time));
  }

  static ChatRequest.Builder asking(String text) {
    return ChatRequest.builder().model("gpt-5-mini").user(text);
  }

  private Observability observability() {
    return Observability.builder()
        .promptLog(PromptLog.encrypted(directory, keys).allFailures().sampleSuccesses(1))
        .build();
  }

  static ChatClient client(String baseUrl, Observability observability) {
    return ChatClient.builder(
            OpenAi.builder()
                .apiKey(ClientRig.KEY)
                .baseUrl(baseUrl)
                .profile(CompatProfile.OPENAI)
                .build())
        .telemetry(observability.telemetry())
        .retry(RetryPolicy.none())
        .build();
  }

  private static void call(ChatClient client, ChatRequest request) {
    try {
      client.chat(request);
    } catch (LlmException kept) {
      // It is in the log.
    }
  }
}
