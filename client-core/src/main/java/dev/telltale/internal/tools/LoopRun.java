package dev.telltale.internal.tools;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.Message;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.ToolChoice;
import dev.telltale.internal.pipeline.CallSeries;
import dev.telltale.internal.telemetry.LoopRecording;
import dev.telltale.tools.LoopOutcome;
import dev.telltale.tools.ToolLoopResult;
import dev.telltale.tools.ToolRun;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The state of one run of a loop: what was said, what ran, and which bound is near. */
final class LoopRun {
  private final LoopSettings settings;
  private final LoopTime time;
  private final ChatRequest request;
  private final CallOptions options;
  private final List<Tool> tools;
  private final Map<String, Tool> byName;
  private final LoopRecording recording;
  private final CallSeries calls;
  private final long startNanos;
  private final List<Message> said = new ArrayList<>();
  private final List<ChatResponse> rounds = new ArrayList<>();
  private final List<ToolRun> runs = new ArrayList<>();
  private List<ToolCall> pending = List.of();
  private @Nullable LoopOutcome outcome;

  LoopRun(
      LoopSettings settings,
      LoopTime time,
      ChatRequest request,
      CallOptions options,
      List<Tool> tools,
      LoopRecording recording,
      CallSeries calls) {
    this.settings = settings;
    this.time = time;
    this.request = request;
    this.options = options;
    this.tools = tools;
    this.byName = tools.stream().collect(Collectors.toMap(Tool::name, tool -> tool));
    this.recording = recording;
    this.calls = calls;
    this.startNanos = time.nanoTime();
  }

  LoopRecording recording() {
    return recording;
  }

  CallSeries calls() {
    return calls;
  }

  int round() {
    return rounds.size();
  }

  /** How the loop ended, or null while it goes on. */
  @Nullable LoopOutcome outcome() {
    return outcome;
  }

  /** What the model is asked next. */
  ChatRequest nextRequest() {
    ChatRequest.Builder next = request.toBuilder().tools(tools).messages(said);
    ToolChoice choice = request.toolChoice();
    if (choice == null || rounds.isEmpty()) {
      return next.build();
    }
    return switch (choice.mode()) {
      case REQUIRED ->
          choice.names().isEmpty()
              ? next.withoutToolChoice().build()
              : next.toolChoice(ToolChoice.autoAmong(choice.names())).build();
      case TOOL -> next.withoutToolChoice().build();
      default -> next.build();
    };
  }

  /** The caller's options, with a deadline that does not go beyond the loop's. */
  CallOptions nextOptions() {
    Duration left = left();
    if (left == null) {
      return options;
    }
    Optional<Duration> own = options.deadline();
    return own.isPresent() && own.get().compareTo(left) <= 0
        ? options
        : options.toBuilder().deadline(left).build();
  }

  /** Takes what the model said in a round, and decides whether its tools run. */
  void answered(ChatResponse response) {
    rounds.add(response);
    if (!response.choices().isEmpty()) {
      said.add(response.message());
    }
    pending = response.toolCalls();
    outcome = afterRound();
  }

  /** Runs the tools the model asked for; returns what came of them. */
  List<ToolRun> runTools() {
    Duration left = left();
    Duration limit =
        left != null && left.compareTo(settings.toolTimeout()) < 0 ? left : settings.toolTimeout();
    List<ToolRun> ended =
        new ToolRound(settings, time, recording, calls, byName).run(round(), pending, limit);
    if (ended == null) {
      outcome = LoopOutcome.STOPPED;
      return List.of();
    }
    runs.addAll(ended);
    ended.forEach(run -> said.add(Message.tool(run.call().id(), run.result())));
    Set<ToolCall> done = ended.stream().map(ToolRun::call).collect(Collectors.toSet());
    pending = pending.stream().filter(call -> !done.contains(call)).toList();
    if (!pending.isEmpty()) {
      outcome = LoopOutcome.TOOLS_REQUESTED;
    } else if (timeIsUp()) {
      outcome = LoopOutcome.TIME_LIMIT;
    }
    return ended;
  }

  /**
   * A round failed.
   *
   * @return whether the loop ends well all the same, as its time is up
   */
  boolean failed(LlmException failure) {
    if (failure.kind() == ErrorKind.TIMEOUT && timeIsUp() && !rounds.isEmpty()) {
      outcome = LoopOutcome.TIME_LIMIT;
      return true;
    }
    return false;
  }

  ToolLoopResult result() {
    if (outcome == null) {
      throw new IllegalStateException("The loop has not ended; read it to its end first");
    }
    List<Message> transcript = new ArrayList<>(request.messages());
    transcript.addAll(said);
    return ToolLoopResult.builder(outcome, rounds)
        .runs(runs)
        .transcript(transcript)
        .pendingCalls(pending)
        .build();
  }

  /** The loop is over, by an answer, a bound, or its reader. */
  void end() {
    recording.end(rounds.isEmpty() ? null : rounds.get(rounds.size() - 1));
    calls.end();
  }

  /** The loop is over, by what the caller is thrown. */
  void fail(Throwable failure) {
    if (failure instanceof LlmException expected) {
      recording.fail(expected.details());
    } else {
      recording.fail(failure);
    }
    calls.end();
  }

  /** The loop is over, as its reader forgot it. */
  void abandon() {
    recording.abandon();
    calls.end();
  }

  private @Nullable LoopOutcome afterRound() {
    if (pending.isEmpty()) {
      return LoopOutcome.ANSWERED;
    }
    if (rounds.size() >= settings.maxRounds()) {
      return LoopOutcome.ROUND_LIMIT;
    }
    if (runs.size() + pending.size() > settings.maxCalls()) {
      return LoopOutcome.CALL_LIMIT;
    }
    return timeIsUp() ? LoopOutcome.TIME_LIMIT : costOutcome();
  }

  private @Nullable LoopOutcome costOutcome() {
    if (settings.maxUsd() == null) {
      return null;
    }
    BigDecimal spent = BigDecimal.ZERO;
    for (ChatResponse round : rounds) {
      Optional<BigDecimal> usd = round.cost().usd();
      if (usd.isEmpty()) {
        return LoopOutcome.COST_UNKNOWN;
      }
      spent = spent.add(usd.get());
    }
    return spent.compareTo(settings.maxUsd()) >= 0 ? LoopOutcome.COST_LIMIT : null;
  }

  private boolean timeIsUp() {
    Duration limit = settings.timeLimit();
    return limit != null && time.nanoTime() - startNanos >= limit.toNanos();
  }

  /** The time left, at least a nanosecond, or null if there is no limit. */
  private @Nullable Duration left() {
    Duration limit = settings.timeLimit();
    return limit == null
        ? null
        : Duration.ofNanos(Math.max(1, limit.toNanos() - (time.nanoTime() - startNanos)));
  }
}
