package dev.telltale.internal.pipeline;

import dev.telltale.Budget;
import dev.telltale.Budget.Reservation;
import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.pipeline.Candidate.Target;
import dev.telltale.internal.retry.CallLog;
import dev.telltale.internal.telemetry.ChatInstrumenter;
import dev.telltale.provider.ErrorDetails;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call pass if the budget has room for the most it may cost, and counts what it did cost
 * when it has ended, whoever was asked and however it was answered.
 */
final class BudgetStage implements Stage {
  private final Budget budget;
  private final List<Candidate> candidates;
  private final ChatInstrumenter instrumenter;

  BudgetStage(Budget budget, List<Candidate> candidates, ChatInstrumenter instrumenter) {
    this.budget = budget;
    this.candidates = candidates;
    this.instrumenter = instrumenter;
  }

  @Override
  public Reply run(ChatCall call, Chain rest) {
    Reservation reservation = reserve(call);
    Reply reply;
    try {
      reply = rest.proceed(call.withListener(new Follower(reservation, call)));
    } catch (StreamException failure) {
      settle(reservation, call.log(), reservation.usd());
      throw failure;
    } catch (RuntimeException | Error failure) {
      settle(reservation, call.log(), BigDecimal.ZERO);
      throw failure;
    }
    if (reply instanceof Reply.Whole) {
      settle(reservation, call.log(), reservation.usd());
    }
    return reply;
  }

  private Reservation reserve(ChatCall call) {
    BigDecimal most = most(call);
    Reservation reservation = budget.reserve(key(call), most);
    if (reservation == null) {
      throw refusal(
          call,
          "Of its %s are spent %s and reserved for calls that go on %s; this call may cost %s."
              .formatted(
                  usd(budget.limit()),
                  usd(budget.spent(key(call))),
                  usd(budget.reserved(key(call))),
                  usd(most)));
    }
    return reservation;
  }

  /** The most the call may cost at any candidate that may be asked. */
  private BigDecimal most(ChatCall call) {
    BigDecimal most = BigDecimal.ZERO;
    for (Candidate candidate : candidates) {
      Target target = candidate.target(call.request());
      Cost cost = instrumenter.estimate(target.provider(), call.request(), target.model());
      BigDecimal usd = cost.usd().orElse(null);
      if (usd != null) {
        most = most.max(usd);
      } else if (!budget.unpricedAllowed()) {
        throw refusal(
            call,
            "It does not know what the call may cost: "
                + String.join(", ", cost.reasons())
                + ". Give the model a price, or call allowUnpriced() on the budget.");
      }
    }
    return most;
  }

  private String key(ChatCall call) {
    return budget.tag() == null ? "" : call.options().tags().getOrDefault(budget.tag(), "");
  }

  private static String usd(BigDecimal amount) {
    return "$" + amount.stripTrailingZeros().toPlainString();
  }

  private static LlmException refusal(ChatCall call, String hint) {
    return LlmException.from(
        ErrorDetails.builder(ErrorKind.BUDGET_EXCEEDED)
            .hint(hint)
            .report(call.log()::report)
            .build());
  }

  /**
   * Counts what the call cost.
   *
   * @param unknown what to count if that is not known
   */
  private static void settle(Reservation reservation, CallLog log, BigDecimal unknown) {
    reservation.settle(log.cost().usd().orElse(unknown));
  }

  /** Settles a stream when it has ended. */
  private static final class Follower extends ForwardingListener {
    private final Reservation reservation;
    private final CallLog log;

    Follower(Reservation reservation, ChatCall call) {
      super(call.listener());
      this.reservation = reservation;
      this.log = call.log();
    }

    @Override
    public void closed(
        StreamOutcome outcome, ChatResponse response, @Nullable LlmException failure) {
      settle(reservation, log, reservation.usd());
      super.closed(outcome, response, failure);
    }
  }
}
