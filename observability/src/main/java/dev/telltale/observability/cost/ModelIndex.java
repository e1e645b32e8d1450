package dev.telltale.observability.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a model by name: exact, then the longest prefix, the longest suffix, a pattern in the order
 * of the file, and the longest part.
 */
final class ModelIndex {
  private final Map<String, ModelPrices> exact = new HashMap<>();
  private final List<Entry<String>> prefixes;
  private final List<Entry<String>> suffixes;
  private final List<Entry<Pattern>> patterns;
  private final List<Entry<String>> infixes;

  /**
   * Indexes the models.
   *
   * @throws IllegalArgumentException if two models have the same exact name
   */
  ModelIndex(List<ModelPrices> models) {
    for (ModelPrices model : models) {
      for (String name : model.names().exact()) {
        if (exact.putIfAbsent(name, model) != null) {
          throw new IllegalArgumentException("two models have the name " + name);
        }
      }
    }
    this.prefixes = longestFirst(models, ModelNames::prefixes);
    this.suffixes = longestFirst(models, ModelNames::suffixes);
    this.patterns = entries(models, ModelNames::patterns);
    this.infixes = longestFirst(models, ModelNames::infixes);
  }

  @Nullable Hit find(String name) {
    ModelPrices named = exact.get(name);
    if (named != null) {
      return new Hit(named, "");
    }
    for (Entry<String> prefix : prefixes) {
      if (name.startsWith(prefix.key)) {
        return new Hit(prefix.model, name.substring(prefix.key.length()));
      }
    }
    for (Entry<String> suffix : suffixes) {
      if (name.endsWith(suffix.key)) {
        return new Hit(suffix.model, "");
      }
    }
    for (Entry<Pattern> pattern : patterns) {
      if (pattern.key.matcher(name).find()) {
        return new Hit(pattern.model, "");
      }
    }
    for (Entry<String> infix : infixes) {
      int start = name.indexOf(infix.key);
      if (start >= 0) {
        return new Hit(infix.model, name.substring(start + infix.key.length()));
      }
    }
    return null;
  }

  private static List<Entry<String>> longestFirst(
      List<ModelPrices> models, Function<ModelNames, List<String>> keys) {
    List<Entry<String>> entries = entries(models, keys);
    entries.sort(Comparator.comparingInt(entry -> -entry.key.length()));
    return entries;
  }

  private static <T> List<Entry<T>> entries(
      List<ModelPrices> models, Function<ModelNames, List<T>> keys) {
    List<Entry<T>> entries = new ArrayList<>();
    for (ModelPrices model : models) {
      for (T key : keys.apply(model.names())) {
        entries.add(new Entry<>(key, model));
      }
    }
    return entries;
  }

  /**
   * A model that was found.
   *
   * @param rest what of the name follows the prefix or part that was found
   */
  record Hit(ModelPrices model, String rest) {}

  private record Entry<T>(T key, ModelPrices model) {}
}
