package dev.telltale.internal.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Takes attributes: a span, the builder of one, or an event. What is not known is not put. */
@FunctionalInterface
interface AttributeSink {

  /** Sets an attribute; a later value replaces an earlier one. */
  <T> void put(AttributeKey<T> key, T value);

  default <T> void putIfKnown(AttributeKey<T> key, @Nullable T value) {
    if (value != null) {
      put(key, value);
    }
  }

  default void putIfKnown(AttributeKey<Long> key, OptionalLong value) {
    if (value.isPresent()) {
      put(key, value.getAsLong());
    }
  }

  default void putIfKnown(AttributeKey<Long> key, OptionalInt value) {
    if (value.isPresent()) {
      put(key, (long) value.getAsInt());
    }
  }

  default void putIfKnown(AttributeKey<Double> key, OptionalDouble value) {
    if (value.isPresent()) {
      put(key, value.getAsDouble());
    }
  }

  default void putUnlessEmpty(AttributeKey<List<String>> key, List<String> values) {
    if (!values.isEmpty()) {
      put(key, values);
    }
  }
}
