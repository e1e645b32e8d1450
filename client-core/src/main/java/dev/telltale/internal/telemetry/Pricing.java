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
  private final @Nullable CostModel model;
  private final Guard guard;

  Pricing(@Nullable CostModel model, Guard guard) {
    this.model = model;
    this.guard = guard;
  }

  boolean enabled() {
    return model != null;
  }

  Cost price(String provider, String requestModel, Instant start, ChatResponse response) {
    if (model == null) {
      return Cost.notComputed();
    }
    try {
      return requireNonNull(model.price(billed(provider, requestModel, start, response)), "cost");
    } catch (Exception | LinkageError broken) {
      // Guard point: pricing is the user's code or data, and observing never changes the outcome.
      guard.report(broken);
      return Cost.unpriced(null, "internal_error");
    }
  }

  private static BilledCall billed(
      String provider, String requestModel, Instant start, ChatResponse response) {
    return BilledCall.builder(provider, start)
        .requestModel(requestModel)
        .responseModel(response.model())
        .responseServiceTier(response.serviceTier())
        .usage(response.usage())
        .build();
  }
}
