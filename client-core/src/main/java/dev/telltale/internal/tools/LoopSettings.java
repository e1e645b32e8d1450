package dev.telltale.internal.tools;

import dev.telltale.internal.retry.Deadline;
import dev.telltale.tools.Approval;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Internal: the bounds and choices of a loop. */
public record LoopSettings(
    int maxRounds,
    int maxCalls,
    Duration toolTimeout,
    @Nullable Duration timeLimit,
    @Nullable BigDecimal maxUsd,
    Executor executor,
    @Nullable String name,
    Approval.Policy approval,
    boolean throwing) {
  /** Runs each tool in a daemon thread of its own. */
  public static final Executor THREAD_PER_CALL =
      task -> {
        Thread thread = new Thread(task, "telltale-tool");
        thread.setDaemon(true);
        thread.start();
      };

  /** Cuts the durations to what a clock can count. */
  public LoopSettings {
    toolTimeout = Deadline.counted(toolTimeout);
    timeLimit = timeLimit == null ? null : Deadline.counted(timeLimit);
  }
}
