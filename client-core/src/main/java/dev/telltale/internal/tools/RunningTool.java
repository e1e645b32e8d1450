package dev.telltale.internal.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.ToolCall;
import dev.telltale.internal.telemetry.ToolRecording;
import dev.telltale.tools.MismatchException;
import dev.telltale.tools.ToolBody;
import dev.telltale.tools.ToolException;
import dev.telltale.tools.ToolRun;
import dev.telltale.tools.ToolRun.Status;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call of a tool from its start to its one end: by its result, its failure, its time limit, or
 * because the loop ends.
 */
final class RunningTool {
  static final String FAILED = "Error: the tool failed.";
  static final String TIMED_OUT = "Error: the tool did not finish in time.";

  private final int round;
  private final ToolCall call;
  private final ToolBody body;
  private final ToolRecording recording;
  private final LoopTime time;
  private final long startNanos;
  private final CompletableFuture<String> result = new CompletableFuture<>();
  private final CompletableFuture<ToolRun> run;
  private final Object lock = new Object();

  /** The thread that is in the tool, to be interrupted; guarded by the lock. */
  private @Nullable Thread worker;

  /** What the tool brings its result by, to be cancelled; guarded by the lock. */
  private @Nullable CompletionStage<String> stage;

  private volatile @Nullable Throwable failure;

  RunningTool(int round, ToolCall call, ToolBody body, ToolRecording recording, LoopTime time) {
    this.round = round;
    this.call = call;
    this.body = body;
    this.recording = recording;
    this.time = time;
    this.startNanos = time.nanoTime();
    this.run = result.handle(this::ended);
  }

  void start(Executor executor, Duration limit) {
    time.limit(result, limit);
    try {
      executor.execute(() -> recording.context().wrap(this::work).run());
    } catch (RuntimeException refused) {
      failed(refused);
    }
  }

  /** Brings the run when it has ended, whatever came of it. */
  CompletableFuture<ToolRun> run() {
    return run;
  }

  /** What the tool threw, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  void cancel() {
    result.completeExceptionally(new CancellationException());
  }

  private void work() {
    synchronized (lock) {
      if (result.isDone()) {
        return;
      }
      worker = Thread.currentThread();
    }
    try {
      CompletionStage<String> started = body.run(call);
      synchronized (lock) {
        stage = started;
      }
      started.whenComplete(this::settle);
      if (result.isDone()) {
        cancelStage();
      }
    } catch (Throwable broken) {
      // A guard: the loop waits for no tool that has ended, whatever it threw.
      failed(broken);
      if (broken instanceof VirtualMachineError serious
          && !(broken instanceof StackOverflowError)) {
        throw serious;
      }
    } finally {
      leave();
    }
  }

  /** Clears an interrupt that was meant for the tool: the thread goes back to the executor. */
  private void leave() {
    synchronized (lock) {
      worker = null;
      if (result.isCompletedExceptionally()) {
        Thread.interrupted();
      }
    }
  }

  private void settle(@Nullable String text, @Nullable Throwable broken) {
    if (broken == null) {
      result.complete(text == null ? "" : text);
    } else {
      Throwable thrown =
          broken instanceof CompletionException && broken.getCause() != null
              ? broken.getCause()
              : broken;
      failed(
          thrown instanceof MismatchException
              ? new IllegalStateException("The tool itself read JSON that did not fit", thrown)
              : thrown);
    }
  }

  private void failed(Throwable broken) {
    result.completeExceptionally(new Thrown(broken));
  }

  private ToolRun ended(@Nullable String text, @Nullable Throwable broken) {
    Duration duration = Duration.ofNanos(time.nanoTime() - startNanos);
    if (broken == null) {
      String told = text == null ? "" : text;
      recording.end(told);
      return new ToolRun(round, call, Status.SUCCEEDED, told, duration);
    }
    if (broken instanceof Thrown thrown) {
      return failedRun(requireNonNull(thrown.getCause()), duration);
    }
    stop();
    if (broken instanceof TimeoutException) {
      recording.fail("timeout", "The tool did not finish in time.");
      return new ToolRun(round, call, Status.TIMED_OUT, TIMED_OUT, duration);
    }
    recording.fail("cancelled", "The tool was cancelled.");
    return new ToolRun(round, call, Status.FAILED, FAILED, duration);
  }

  private ToolRun failedRun(Throwable broken, Duration duration) {
    if (broken instanceof MismatchException mismatch) {
      recording.fail("invalid_arguments", "The arguments are not what the tool takes.");
      String told = "Error: the arguments do not fit: " + mismatch.getMessage() + ".";
      return new ToolRun(round, call, Status.INVALID_ARGUMENTS, told, duration);
    }
    recording.fail(broken.getClass().getName(), "The tool failed.");
    if (broken instanceof ToolException told) {
      return new ToolRun(round, call, Status.FAILED, "Error: " + told.getMessage(), duration);
    }
    failure = broken;
    return new ToolRun(round, call, Status.FAILED, FAILED, duration);
  }

  private void stop() {
    synchronized (lock) {
      if (worker != null) {
        worker.interrupt();
      }
    }
    cancelStage();
  }

  private void cancelStage() {
    CompletionStage<String> started;
    synchronized (lock) {
      started = stage;
    }
    if (started == null) {
      return;
    }
    try {
      started.toCompletableFuture().cancel(true);
    } catch (RuntimeException noFuture) {
      // A stage need not become a future; then it goes on, and nobody waits for it.
    }
  }

  /** What the tool itself threw, as against a time limit or the end of the loop. */
  private static final class Thrown extends Exception {
    private static final long serialVersionUID = 1L;

    Thrown(Throwable cause) {
      super(null, cause, false, false);
    }
  }
}
