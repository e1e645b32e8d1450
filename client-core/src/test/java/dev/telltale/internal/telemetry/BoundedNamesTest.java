package dev.telltale.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.Attributes;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However many names callers and servers invent, metrics have few. */
@Timeout(20)
class BoundedNamesTest {
  private static final ProviderInfo PROVIDER =
      new ProviderInfo(
          "openai", Endpoint.parse("https://llm.example/v1", Endpoint.Insecure.REFUSED), null);

  @Test
  void firstNamesStayAndLaterOnesAreOther() {
    BoundedNames names = new BoundedNames(2);

    assertThat(names.of("a")).isEqualTo("a");
    assertThat(names.of("b")).isEqualTo("b");
    assertThat(names.of("c")).isEqualTo("other");
    assertThat(names.of("a")).isEqualTo("a");
  }

  @Test
  void hundredThousandModelsMakeFewSeries() {
    MetricAttributes.Cache cache = new MetricAttributes.Cache(TelemetryOptions.defaults());
    Random random = new Random(11);
    Set<Attributes> series = new HashSet<>();
    Set<String> models = new HashSet<>();

    for (int i = 0; i < 100_000; i++) {
      String model = "model-" + random.nextLong();
      MetricAttributes attributes =
          cache.get(
              new MetricAttributes.Series(PROVIDER, "gpt-5-mini", model, Attributes.empty(), null));
      series.add(attributes.duration());
      models.add(attributes.duration().get(GenAi.RESPONSE_MODEL));
    }

    assertThat(models).hasSize(200).contains("other");
    assertThat(series).hasSize(200);
  }
}
