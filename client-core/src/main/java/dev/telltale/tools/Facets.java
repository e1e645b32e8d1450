package dev.telltale.tools;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the annotations of a component or a parameter say about it. */
record Facets(
    @Nullable String description,
    SizeBounds size,
    RangeBounds range,
    boolean nullable,
    boolean ranged) {
  static final Facets NONE = new Facets(null, SizeBounds.NONE, RangeBounds.NONE, false, false);

  /** Those of a component: an annotation may be for fields or methods only, and is kept there. */
  static Facets of(RecordComponent component) {
    Facets own = of(component, component.getAnnotatedType());
    boolean marked = nullable(component.getAccessor()) || nullable(field(component));
    return new Facets(own.description, own.size, own.range, own.nullable || marked, own.ranged);
  }

  static Facets of(AnnotatedElement element, AnnotatedElement type) {
    Description description = element.getAnnotation(Description.class);
    Size size = element.getAnnotation(Size.class);
    Range range = element.getAnnotation(Range.class);
    return new Facets(
        description == null ? null : description.value(),
        size == null ? SizeBounds.NONE : new SizeBounds(size.min(), size.max()),
        range == null ? RangeBounds.NONE : RangeBounds.of(range),
        nullable(element) || nullable(type),
        range != null);
  }

  /** What of it belongs to the value rather than to its place. */
  Facets ofValue() {
    return new Facets(null, size, range, false, ranged);
  }

  /** Fails if there are bounds, which the type has no use for. */
  void requireNone(Class<?> type) {
    requireNoRange(type);
    requireNoSize(type);
  }

  void requireNoRange(Class<?> type) {
    if (ranged) {
      throw new IllegalArgumentException("@Range is for numbers, not for " + type.getName());
    }
  }

  void requireNoSize(Class<?> type) {
    if (!size.equals(SizeBounds.NONE)) {
      throw new IllegalArgumentException(
          "@Size is for texts, lists, sets and maps, not for " + type.getName());
    }
  }

  private static Field field(RecordComponent component) {
    try {
      return component.getDeclaringRecord().getDeclaredField(component.getName());
    } catch (NoSuchFieldException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Any annotation of that name will do: there are a dozen in use. */
  private static boolean nullable(AnnotatedElement element) {
    return Arrays.stream(element.getAnnotations())
        .map(Annotation::annotationType)
        .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
  }
}
