package dev.telltale.internal.telemetry;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.Usage;
import dev.telltale.telemetry.BilledCall;
import dev.telltale.telemetry.CostModel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the user's cost model, and lets nothing it throws reach the call. */
final class Pricing {
  private static final String ESTIMATED = "usage_estimated";

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
    } catch (Throwable broken) {
      // Guard point: pricing is the user's code or data, and observing never changes the outcome.
      guard.report("cost", broken);
      return Cost.unpriced(null, "internal_error");
    }
  }

  /** Prices a stream that was cut short, where its provider did not report by an estimate. */
  Cost estimate(Inference asked, Instant start, ChatResponse partial) {
    Usage usage = EstimatedUsage.of(asked.request(), partial);
    if (usage.equals(partial.usage())) {
      return price(asked, start, partial);
    }
    Cost cost = price(asked, start, partial.toBuilder().usage(usage).build());
    BigDecimal usd = cost.usd().orElse(null);
    if (usd == null) {
      return cost;
    }
    List<String> reasons = new ArrayList<>(cost.reasons());
    reasons.add(ESTIMATED);
    return Cost.of(usd, cost.priceVersion(), reasons);
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
