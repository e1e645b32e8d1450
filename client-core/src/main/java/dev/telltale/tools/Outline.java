package dev.telltale.tools;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the schemas of a type and of the types within it together: one that stands more than once,
 * or within itself, is defined once and referred to.
 */
final class Outline {
  private final Shape root;
  private final IdentityHashMap<Shape, Integer> uses = new IdentityHashMap<>();
  private final IdentityHashMap<Shape, String> names = new IdentityHashMap<>();
  private final Map<String, @Nullable Object> definitions = new LinkedHashMap<>();

  private Outline(Shape root) {
    this.root = root;
  }

  static Map<String, @Nullable Object> of(Shape root) {
    Outline outline = new Outline(root);
    outline.count();
    Map<String, @Nullable Object> schema = new LinkedHashMap<>(root.schema(outline));
    if (!outline.definitions.isEmpty()) {
      schema.put("$defs", outline.definitions);
    }
    return schema;
  }

  /** A name that providers take, and that stands in a reference as it is. */
  static String plain(String name) {
    return name.replaceAll("[^a-zA-Z0-9_-]", "_");
  }

  /** The schema of a shape within, or a reference to it. */
  @SuppressWarnings("ReferenceEquality") // Shapes are told apart by what they are, as in uses.
  Map<String, @Nullable Object> schema(Shape shape) {
    if (shape == root) {
      return reference("#");
    }
    String name = shape.name();
    if (name == null || uses.getOrDefault(shape, 0) < 2) {
      return shape.schema(this);
    }
    String defined = names.get(shape);
    if (defined == null) {
      defined = unused(name);
      names.put(shape, defined);
      // The place is taken before its schema is made, which may refer to it.
      definitions.put(defined, null);
      definitions.put(defined, shape.schema(this));
    }
    return reference("#/$defs/" + defined);
  }

  private void count() {
    Deque<Shape> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Shape shape = open.pop();
      if (uses.merge(shape, 1, Integer::sum) == 1) {
        shape.parts().forEach(open::push);
      }
    }
  }

  private String unused(String name) {
    String plain = plain(name);
    String candidate = plain;
    for (int i = 2; definitions.containsKey(candidate); i++) {
      candidate = plain + i;
    }
    return candidate;
  }

  private static Map<String, @Nullable Object> reference(String target) {
    Map<String, @Nullable Object> reference = new LinkedHashMap<>();
    reference.put("$ref", target);
    return reference;
  }
}
