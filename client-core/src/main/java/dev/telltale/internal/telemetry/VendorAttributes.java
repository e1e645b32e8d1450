package dev.telltale.internal.telemetry;

import dev.telltale.internal.http.SentHeaders;
import dev.telltale.provider.TelemetryAttributes;
import dev.telltale.provider.TelemetryKey;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Collects the attributes an adapter adds: onto the span, and the few that metrics carry too. */
final class VendorAttributes implements TelemetryAttributes {
  /** Of one call; see {@link GivenAttributes}. */
  private static final int MAX_PUT = 16;

  private final AttributeSink sink;
  private final Keys keys;
  private final Guard guard;
  private final SentHeaders sent;
  private int puts;
  private @Nullable AttributesBuilder metrics;

  VendorAttributes(AttributeSink sink, Keys keys, Guard guard, SentHeaders sent) {
    this.sink = sink;
    this.keys = keys;
    this.guard = guard;
    this.sent = sent;
  }

  @Override
  public void put(TelemetryKey key, String value) {
    if (isFull()) {
      return;
    }
    Keys.Known known = keys.get(key);
    String word = sent.hide(value);
    sink.put(known.attribute, word);
    if (key.scope() == TelemetryKey.Scope.SPAN_AND_METRICS) {
      if (metrics == null) {
        metrics = Attributes.builder();
      }
      metrics.put(known.attribute, known.values.of(word));
    }
  }

  @Override
  public void put(TelemetryKey key, List<String> values) {
    if (!isFull()) {
      sink.put(AttributeKey.stringArrayKey(key.name()), hidden(values));
    }
  }

  private List<String> hidden(List<String> values) {
    return values.stream().map(sent::hide).toList();
  }

  private boolean isFull() {
    boolean full = puts++ >= MAX_PUT;
    if (full) {
      guard.dropped(Guard.TOO_MANY_ATTRIBUTES);
    }
    return full;
  }

  /** Those that metrics carry. */
  Attributes metrics() {
    return metrics == null ? Attributes.empty() : metrics.build();
  }

  /** The OpenTelemetry keys of an adapter's constants, each made once. */
  static final class Keys {
    /** Enough for what a vendor lists, and a bound to what its server invents. */
    private static final int MAX_VALUES = 20;

    private final ConcurrentHashMap<TelemetryKey, Known> keys = new ConcurrentHashMap<>();

    Known get(TelemetryKey key) {
      Known known = keys.get(key);
      return known == null ? keys.computeIfAbsent(key, Known::of) : known;
    }

    record Known(AttributeKey<String> attribute, BoundedNames values) {
      static Known of(TelemetryKey key) {
        return new Known(AttributeKey.stringKey(key.name()), new BoundedNames(MAX_VALUES));
      }
    }
  }
}
