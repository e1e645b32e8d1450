package dev.telltale.observability.promptlog;

import dev.telltale.Choice;
import dev.telltale.Cost;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.StreamOutcome;
import dev.telltale.ToolCall;
import dev.telltale.telemetry.Interaction;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides once the outcome is known. A pure function of the call: every program that sees the same
 * trace decides the same, whether or not its spans are sampled.
 */
record KeepRules(
    boolean failures,
    double successProbability,
    @Nullable Duration slowerThan,
    @Nullable BigDecimal costlierThanUsd) {

  Verdict decide(Interaction call) {
    Boolean asked = call.options().promptLog();
    if (Boolean.FALSE.equals(asked)) {
      return Verdict.NO;
    }
    Set<KeepReason> reasons = EnumSet.noneOf(KeepReason.class);
    if (failures) {
      addFailures(call, reasons);
    }
    if (slowerThan != null && call.duration().compareTo(slowerThan) > 0) {
      reasons.add(KeepReason.SLOW);
    }
    if (costlierThanUsd != null && costlier(call.cost(), costlierThanUsd)) {
      reasons.add(KeepReason.EXPENSIVE);
    }
    if (Boolean.TRUE.equals(asked)) {
      reasons.add(KeepReason.ASKED_FOR);
    }
    if (!reasons.isEmpty()) {
      return new Verdict(Collections.unmodifiableSet(reasons), 1);
    }
    boolean success = call.errorType() == null;
    return success && Sampling.drawn(sampledBy(call), successProbability)
        ? new Verdict(Set.of(KeepReason.SAMPLED), successProbability)
        : Verdict.NO;
  }

  private static void addFailures(Interaction call, Set<KeepReason> reasons) {
    StreamOutcome outcome = call.outcome().orElse(null);
    if (call.errorType() != null || call.error() != null) {
      reasons.add(KeepReason.ERROR);
    }
    if (outcome == StreamOutcome.TRUNCATED) {
      reasons.add(KeepReason.TRUNCATED);
    }
    boolean promptFiltered =
        call.error() != null && call.error().kind() == ErrorKind.CONTENT_FILTERED;
    if (promptFiltered || outcome == StreamOutcome.CONTENT_FILTERED) {
      reasons.add(KeepReason.CONTENT_FILTER);
    }
    List<Choice> choices = call.response() == null ? List.of() : call.response().choices();
    for (Choice choice : choices) {
      if (choice.finishReason() == FinishReason.LENGTH) {
        reasons.add(KeepReason.LENGTH);
      }
      if (choice.finishReason() == FinishReason.CONTENT_FILTER) {
        reasons.add(KeepReason.CONTENT_FILTER);
      }
      if (choice.message().toolCalls().stream().anyMatch(KeepRules::invalid)) {
        reasons.add(KeepReason.INVALID_TOOL_CALL);
      }
    }
  }

  private static boolean invalid(ToolCall call) {
    return call.kind() == ToolCall.Kind.FUNCTION && !call.hasValidArguments();
  }

  private static boolean costlier(@Nullable Cost cost, BigDecimal limit) {
    return cost != null && cost.usd().isPresent() && cost.usd().get().compareTo(limit) > 0;
  }

  private static String sampledBy(Interaction call) {
    return call.spanContext().isValid() ? call.spanContext().getTraceId() : call.callId();
  }
}
