package dev.telltale.internal.telemetry;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.telemetry.BilledCall;
import dev.telltale.telemetry.CostModel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Asks the user's cost model, and lets nothing it throws reach the call. */
final class Pricing {
  private final @Nullable CostModel costModel;
  private final Guard guard;

  Pricing(@Nullable CostModel model, Guard guard) {
    this.costModel = model;
    this.guard = guard;
  }

  boolean enabled() {
    return costModel != null;
  }

  Cost price(Inference asked, Instant start, ChatResponse response) {
    if (costModel == null) {
      return Cost.notComputed();
    }
    try {
      return requireNonNull(costModel.price(billed(asked, start, response)), "cost");
    } catch (Exception | LinkageError broken) {
      // Guard point: pricing is the user's code or data, and observing never changes the outcome.
      guard.report("cost", broken);
      return Cost.unpriced(null, "internal_error");
    }
  }

  private static BilledCall billed(Inference asked, Instant start, ChatResponse response) {
    String declared = asked.provider().modelBehind(asked.model());
    return BilledCall.builder(asked.provider().info().name(), start)
        .requestModel(asked.model())
        .requestServiceTier(asked.request().serviceTier())
        .responseModel(declared == null ? response.model() : declared)
        .responseServiceTier(response.serviceTier())
        .usage(response.usage())
        .build();
  }
}
