package dev.telltale.internal.tools;

import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.ToolFailedException;
import dev.telltale.internal.pipeline.CallSeries;
import dev.telltale.internal.telemetry.LoopRecording;
import dev.telltale.tools.Approval;
import dev.telltale.tools.ToolBody;
import dev.telltale.tools.ToolRun;
import dev.telltale.tools.ToolRun.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The calls of one round: asked about one after the other, then run at the same time. */
final class ToolRound {
  private final LoopSettings settings;
  private final LoopTime time;
  private final LoopRecording recording;
  private final CallSeries calls;
  private final Map<String, Tool> tools;

  ToolRound(
      LoopSettings settings,
      LoopTime time,
      LoopRecording recording,
      CallSeries calls,
      Map<String, Tool> tools) {
    this.settings = settings;
    this.time = time;
    this.recording = recording;
    this.calls = calls;
    this.tools = tools;
  }

  /**
   * Runs the calls that can be run.
   *
   * @param limit how long each may take
   * @return what came of them, in their order, without calls that are the caller's to run; null if
   *     the approval stopped the loop
   * @throws ToolFailedException if one failed and the loop throws failures
   * @throws LlmException if the thread is interrupted, or the loop cancelled
   */
  @Nullable List<ToolRun> run(int round, List<ToolCall> asked, Duration limit) {
    List<Approval> approvals = approvals(asked);
    if (approvals == null) {
      return null;
    }
    List<RunningTool> running = new ArrayList<>();
    List<CompletableFuture<ToolRun>> runs = new ArrayList<>();
    throwIfCancelled();
    for (int i = 0; i < asked.size(); i++) {
      ToolCall call = asked.get(i);
      Tool tool = tools.get(call.name());
      Approval approval = approvals.get(i);
      ToolBody body = tool == null ? null : tool.body();
      if (tool == null) {
        recording.startTool(null, call).fail("unknown_tool", "There is no tool of this name.");
        runs.add(done(round, call, Status.UNKNOWN_TOOL, "there is no tool of this name."));
      } else if (approval.decision() == Approval.Decision.DENIED) {
        recording.startTool(tool, call).fail("denied", "The call was not approved.");
        String reason = ("this call is not allowed. " + approval.reason()).strip();
        runs.add(done(round, call, Status.DENIED, reason));
      } else if (body != null) {
        RunningTool started =
            new RunningTool(round, call, body, recording.startTool(tool, call), time);
        running.add(started);
        runs.add(started.run());
      }
    }
    try {
      running.forEach(tool -> tool.start(settings.executor(), limit));
      return awaited(runs, running);
    } finally {
      // Those that have ended do not notice.
      running.forEach(RunningTool::cancel);
    }
  }

  private @Nullable List<Approval> approvals(List<ToolCall> asked) {
    List<Approval> approvals = new ArrayList<>();
    for (ToolCall call : asked) {
      Tool tool = tools.get(call.name());
      Approval approval =
          tool == null || tool.body() == null
              ? Approval.granted()
              : settings.approval().decide(tool, call);
      if (approval.decision() == Approval.Decision.STOP) {
        return null;
      }
      approvals.add(approval);
    }
    return approvals;
  }

  private List<ToolRun> awaited(List<CompletableFuture<ToolRun>> runs, List<RunningTool> running) {
    calls.cancellation().onCancel(() -> running.forEach(RunningTool::cancel));
    try {
      if (settings.throwing()) {
        awaitFirstFailure(running);
      }
      List<ToolRun> ended = new ArrayList<>();
      for (CompletableFuture<ToolRun> run : runs) {
        ended.add(run.get());
      }
      throwIfCancelled();
      return ended;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw calls.ended(ErrorKind.CANCELLED);
    } catch (ExecutionException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void throwIfCancelled() {
    LlmException cancelled = calls.cancelled();
    if (cancelled != null) {
      throw cancelled;
    }
  }

  private void awaitFirstFailure(List<RunningTool> running)
      throws InterruptedException, ExecutionException {
    CompletableFuture<@Nullable ToolFailedException> failed = new CompletableFuture<>();
    for (RunningTool tool : running) {
      CompletableFuture<?> unused =
          tool.run()
              .thenAccept(
                  run -> {
                    boolean late = run.status() == Status.TIMED_OUT;
                    if (late || tool.failure() != null) {
                      failed.complete(
                          ToolFailedException.from(
                              run.call().name(), tool.failure(), calls::report));
                    }
                  });
    }
    CompletableFuture<?> unused =
        CompletableFuture.allOf(
                running.stream().map(RunningTool::run).toArray(CompletableFuture[]::new))
            .thenRun(() -> failed.complete(null));
    ToolFailedException failure = failed.get();
    if (failure != null) {
      throw failure;
    }
  }

  private static CompletableFuture<ToolRun> done(
      int round, ToolCall call, Status status, String told) {
    return CompletableFuture.completedFuture(
        new ToolRun(round, call, status, "Error: " + told, Duration.ZERO));
  }
}
