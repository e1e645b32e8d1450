package dev.telltale.internal.telemetry;

import dev.telltale.provider.TelemetryAttributes;
import dev.telltale.provider.TelemetryKey;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Collects the attributes an adapter adds: onto the span, and the few that metrics carry too. */
final class VendorAttributes implements TelemetryAttributes {
  private final Span span;
  private final Keys keys;
  private @Nullable AttributesBuilder metrics;

  VendorAttributes(Span span, Keys keys) {
    this.span = span;
    this.keys = keys;
  }

  @Override
  public void put(TelemetryKey key, String value) {
    AttributeKey<String> attribute = keys.get(key);
    span.setAttribute(attribute, value);
    if (key.scope() == TelemetryKey.Scope.SPAN_AND_METRICS) {
      if (metrics == null) {
        metrics = Attributes.builder();
      }
      metrics.put(attribute, value);
    }
  }

  @Override
  public void put(TelemetryKey key, List<String> values) {
    span.setAttribute(AttributeKey.stringArrayKey(key.name()), values);
  }

  /** Those that metrics carry. */
  Attributes metrics() {
    return metrics == null ? Attributes.empty() : metrics.build();
  }

  /** The OpenTelemetry keys of an adapter's constants, each made once. */
  static final class Keys {
    private final ConcurrentHashMap<TelemetryKey, AttributeKey<String>> keys =
        new ConcurrentHashMap<>();

    AttributeKey<String> get(TelemetryKey key) {
      return keys.computeIfAbsent(key, k -> AttributeKey.stringKey(k.name()));
    }
  }
}
