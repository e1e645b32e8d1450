package dev.telltale.observability.cost;

import static java.util.Objects.requireNonNull;

import dev.telltale.Cost;
import dev.telltale.telemetry.BilledCall;
import dev.telltale.telemetry.CostModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * A table of list prices that prices calls exactly, or says why it cannot.
 *
 * <pre>{@code
 * PriceBook prices =
 *     PriceBook.builder()
 *         .deploymentModel("legacy-turbo", "gpt-4-turbo")
 *         .multiplier("deployment:datazone")
 *         .build();
 * }</pre>
 *
 * <p>Immutable and thread-safe. The bundled prices are those of the date in {@link #version}; they
 * are never fetched. A model that is not listed has no cost, and one warning is logged for it.
 */
public final class PriceBook implements CostModel {
  private static final Logger LOGGER = System.getLogger(PriceBook.class.getName());

  /** The names of models are the caller's and may be endless; beyond this they are looked up. */
  private static final int MOST_MATCHES = 1_024;

  private static final int LONGEST_LOGGED_NAME = 100;

  private final PriceTable table;
  private final ModelMatcher matcher;
  private final CostCalculator calculator;
  private final Map<MatchKey, ModelMatch> matches = new ConcurrentHashMap<>();

  private PriceBook(Builder builder) {
    this.table = builder.table;
    this.matcher = new ModelMatcher(table, builder.overrides, builder.deployments);
    this.calculator = new CostCalculator(builder.multipliers);
  }

  /** Returns the bundled prices without any change. */
  public static PriceBook bundled() {
    return builder().build();
  }

  /** Returns a builder that starts from the bundled prices. */
  public static Builder builder() {
    return new Builder();
  }

  /** The version of the bundled prices, such as {@code 2026-11-23.1}. */
  public String version() {
    return table.version();
  }

  /** The day the prices were looked up: later ones are not in it. */
  public LocalDate asOf() {
    return table.asOf();
  }

  @Override
  public Cost price(BilledCall call) {
    try {
      Cost reported = reported(call);
      return reported == null ? work(call).cost(version()) : reported;
    } catch (UnpricedException e) {
      return unpriced(e);
    }
  }

  /** Prices a call and returns every step with the amount. */
  public CostBreakdown explain(BilledCall call) {
    try {
      Cost reported = reported(call);
      return reported == null ? work(call).breakdown(version()) : CostBreakdown.of(reported);
    } catch (UnpricedException e) {
      return CostBreakdown.of(unpriced(e));
    }
  }

  private PricedCall work(BilledCall call) throws UnpricedException {
    if (call.usage().inputTokens().isEmpty()) {
      throw new UnpricedException(Reason.NO_USAGE);
    }
    ModelMatch match = match(call);
    if (match.model() == null) {
      throw new UnpricedException(match.reasons().iterator().next());
    }
    return calculator.price(call, match);
  }

  private static @Nullable Cost reported(BilledCall call) {
    Optional<BigDecimal> usd = call.usage().providerCostUsd();
    return usd.isPresent() && usd.get().signum() >= 0 ? Cost.reportedByProvider(usd.get()) : null;
  }

  private Cost unpriced(UnpricedException e) {
    return Cost.unpriced(version(), e.reason().code());
  }

  private ModelMatch match(BilledCall call) {
    MatchKey key = new MatchKey(call.provider(), call.requestModel(), call.responseModel());
    ModelMatch known = matches.get(key);
    if (known != null) {
      return known;
    }
    ModelMatch match = matcher.match(key.provider, key.requestModel, key.responseModel);
    if (matches.size() < MOST_MATCHES
        && matches.putIfAbsent(key, match) == null
        && match.model() == null) {
      warn(key);
    }
    return match;
  }

  private static void warn(MatchKey key) {
    LOGGER.log(
        Logger.Level.WARNING,
        "No price is known for the model {0} of {1}: its calls have no cost. Add its prices with"
            + " PriceBook.builder().overrides(...).",
        loggable(key.responseModel == null ? key.requestModel : key.responseModel),
        key.provider);
  }

  /** A server chose the name: it must not be able to forge a line of the log. */
  private static String loggable(@Nullable String model) {
    String name = model == null ? "(not named)" : model.replaceAll("[^\\p{Graph}]", "?");
    return name.substring(0, Math.min(name.length(), LONGEST_LOGGED_NAME));
  }

  /** Collects what differs from the bundled prices. Not thread-safe. */
  public static final class Builder {
    private final List<ModelPrices> overrides = new ArrayList<>();
    private final Map<String, String> deployments = new HashMap<>();
    private final Set<String> multipliers = new HashSet<>();
    private PriceTable table = Bundled.TABLE;

    private Builder() {}

    /**
     * Takes the prices of a file instead of the bundled ones: JSON as in the bundled {@code
     * prices.json}.
     *
     * @throws IllegalArgumentException if it is not valid; the message says where
     * @throws UncheckedIOException if it cannot be read
     */
    public Builder table(Path file) {
      this.table = read(file, PriceTableReader::read);
      return this;
    }

    /**
     * Adds the models of a file, as {@link #overrides(String)} does.
     *
     * @throws IllegalArgumentException if it is not valid; the message says where
     * @throws UncheckedIOException if it cannot be read
     */
    public Builder overrides(Path file) {
      overrides.addAll(read(file, source -> PriceJson.document(source, ModelReader::models)));
      return this;
    }

    /**
     * Adds models that win over the bundled ones: a JSON array of objects with {@code id}, {@code
     * match} and {@code periods} as in the bundled file, and optionally the {@code provider} they
     * are for.
     *
     * @throws IllegalArgumentException if it is not valid; the message says where
     */
    public Builder overrides(String json) {
      Buffer source = new Buffer().writeUtf8(requireNonNull(json, "json"));
      overrides.addAll(PriceJson.document(source, ModelReader::models));
      return this;
    }

    /**
     * Declares which model a deployment serves. It wins over the model that the answer names, which
     * on Azure is at times only the deployment again.
     *
     * @param deployment the name that requests send as their model
     */
    public Builder deploymentModel(String deployment, String model) {
      deployments.put(requireNonNull(deployment, "deployment"), requireNonNull(model, "model"));
      return this;
    }

    /**
     * Selects a factor on the prices of the models that have it: {@code deployment:datazone} on
     * Azure, {@code region:eu} or {@code region:us} on OpenAI, {@code geo:us} or {@code speed:fast}
     * on Anthropic. Models without it keep their price.
     */
    public Builder multiplier(String name) {
      multipliers.add(requireNonNull(name, "name"));
      return this;
    }

    /**
     * Builds the prices.
     *
     * @throws IllegalArgumentException if two overrides have the same name, or no price has one of
     *     the multipliers
     */
    public PriceBook build() {
      for (String name : multipliers) {
        if (!table.hasMultiplier(name)
            && overrides.stream().noneMatch(model -> model.multipliers().containsKey(name))) {
          throw new IllegalArgumentException("No price has a multiplier of the name " + name);
        }
      }
      return new PriceBook(this);
    }

    private static <T> T read(Path file, Function<BufferedSource, T> reader) {
      try (BufferedSource source = Okio.buffer(Okio.source(file))) {
        return reader.apply(source);
      } catch (IOException e) {
        throw new UncheckedIOException("The price file cannot be read", e);
      }
    }
  }

  private record MatchKey(
      String provider, @Nullable String requestModel, @Nullable String responseModel) {}

  /** Reads the bundled file when it is first needed, and once. */
  private static final class Bundled {
    private static final String FILE = "prices.json";
    private static final PriceTable TABLE = read();

    private static PriceTable read() {
      try (InputStream file = PriceBook.class.getResourceAsStream(FILE)) {
        return PriceTableReader.read(
            Okio.buffer(Okio.source(requireNonNull(file, "prices.json is not in the jar"))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
