package dev.telltale.internal.telemetry;

import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.telemetry.BilledCall;
import dev.telltale.telemetry.CostModel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Asks the user's cost model, and lets nothing it throws reach the call. */
final class Pricing {
  private final @Nullable CostModel model;

  Pricing(@Nullable CostModel model) {
    this.model = model;
  }

  boolean enabled() {
    return model != null;
  }

  Cost price(String provider, String requestModel, Instant start, ChatResponse response) {
    if (model == null) {
      return Cost.notComputed();
    }
    try {
      return model.price(
          BilledCall.builder(provider, start)
              .requestModel(requestModel)
              .responseModel(response.model())
              .responseServiceTier(response.serviceTier())
              .usage(response.usage())
              .build());
    } catch (Exception | LinkageError broken) {
      // Guard point: pricing is the user's code or data, and observing never changes the outcome.
      return Cost.unpriced(null, "internal_error");
    }
  }
}
