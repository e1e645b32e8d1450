package dev.telltale.internal.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.LlmException;
import dev.telltale.Tool;
import dev.telltale.internal.pipeline.CallSeries;
import dev.telltale.internal.pipeline.RealChatClient;
import dev.telltale.internal.telemetry.LoopRecording;
import dev.telltale.tools.ToolLoop;
import dev.telltale.tools.ToolLoopResult;
import dev.telltale.tools.ToolLoopStream;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Internal: the one implementation of {@link ToolLoop}. */
public final class RealToolLoop implements ToolLoop {
  private final RealChatClient client;
  private final List<Tool> tools;
  private final LoopSettings settings;
  private final LoopTime time;

  RealToolLoop(RealChatClient client, List<Tool> tools, LoopSettings settings, LoopTime time) {
    this.client = client;
    this.tools = unique(tools);
    this.settings = settings;
    this.time = time;
  }

  /** Creates a loop over a client that this library made. */
  public static RealToolLoop create(ChatClient client, List<Tool> tools, LoopSettings settings) {
    if (!(client instanceof RealChatClient real)) {
      throw new IllegalArgumentException(
          "A tool loop needs a client built by ChatClient.builder: fakes belong behind a provider");
    }
    return new RealToolLoop(real, tools, settings, LoopTime.SYSTEM);
  }

  @Override
  public ToolLoopResult run(ChatRequest request, CallOptions options) {
    return toItsEnd(begin(request, options));
  }

  @Override
  public CompletableFuture<ToolLoopResult> runAsync(ChatRequest request, CallOptions options) {
    LoopRun run = begin(request, options);
    return run.calls().async(() -> toItsEnd(run));
  }

  @Override
  public ToolLoopStream stream(ChatRequest request, CallOptions options) {
    return new RealToolLoopStream(new LoopSession(begin(request, options)));
  }

  @SuppressWarnings("try") // The scope is for its close.
  private static ToolLoopResult toItsEnd(LoopRun run) {
    run.calls().continueHere();
    try (Scope current = run.recording().context().makeCurrent()) {
      while (run.outcome() == null) {
        round(run);
      }
      run.end();
      return run.result();
    } catch (RuntimeException | Error failure) {
      run.fail(failure);
      throw failure;
    }
  }

  private static void round(LoopRun run) {
    LlmException cancelled = run.calls().cancelled();
    if (cancelled != null) {
      throw cancelled;
    }
    try {
      run.answered(run.calls().chat(run.nextRequest(), run.nextOptions()));
    } catch (LlmException failure) {
      if (!run.failed(failure)) {
        throw failure;
      }
    }
    if (run.outcome() == null) {
      run.runTools();
    }
  }

  private LoopRun begin(ChatRequest request, CallOptions options) {
    requireNonNull(request, "request");
    requireNonNull(options, "options");
    List<Tool> all = new ArrayList<>(tools);
    all.addAll(request.tools());
    List<Tool> declared = unique(all);
    CallSeries calls = client.series();
    LoopRecording recording = client.startLoop(settings.name(), request, options);
    return new LoopRun(
        settings, time, request, client.complete(options), declared, recording, calls);
  }

  private static List<Tool> unique(List<Tool> tools) {
    Set<String> names = new HashSet<>();
    for (Tool tool : tools) {
      if (!names.add(tool.name())) {
        throw new IllegalArgumentException("Two tools are named " + tool.name() + ": rename one");
      }
    }
    return List.copyOf(tools);
  }
}
