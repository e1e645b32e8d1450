package dev.telltale.tools;

import dev.telltale.tools.MembersShape.Member;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the shape of a type and of all types within it, each once. Not thread-safe. */
final class Shapes {
  /** Deeper than any type that somebody wrote down. */
  private static final int MAX_DEPTH = 32;

  private final Map<ResolvedType, Shape> known = new HashMap<>();

  /** The components on the way to the type that is looked at, outermost first. */
  private final Deque<String> places = new ArrayDeque<>();

  /**
   * Describes a type.
   *
   * @throws IllegalArgumentException if it, or one within it, has no form in JSON
   */
  Shape of(Type type) {
    return of(ResolvedType.of(type), Facets.NONE);
  }

  /** Describes the parameters of a method. */
  MembersShape parameters(Method method) {
    List<Member> members = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      if (!parameter.isNamePresent()) {
        throw new IllegalArgumentException(
            "The parameters of "
                + method.getName()
                + " have no names: compile with -parameters, or let it take a record");
      }
      ResolvedType type = ResolvedType.of(parameter.getParameterizedType());
      Facets facets = Facets.of(parameter, parameter.getAnnotatedType());
      members.add(member(parameter.getName(), type, facets));
    }
    MembersShape shape = new MembersShape(method.getName(), null, null, new ParameterAssembly());
    shape.complete(members);
    return shape;
  }

  private Shape of(ResolvedType type, Facets facets) {
    Shape scalar = Scalars.of(type.raw(), facets);
    if (scalar != null) {
      return scalar;
    }
    Class<?> raw = type.raw();
    if (raw == List.class || raw == Collection.class || raw == Set.class) {
      facets.requireNoRange(raw);
      Shape element = of(type.arguments().get(0), Facets.NONE);
      return new ListShape(required(element, raw), raw == Set.class, facets.size());
    }
    if (raw == Map.class) {
      facets.requireNoRange(raw);
      Shape key = required(of(type.arguments().get(0), Facets.NONE), raw);
      Shape value = required(of(type.arguments().get(1), Facets.NONE), raw);
      return new MapShape(key, value, facets.size());
    }
    if (raw == Optional.class) {
      Shape present = required(of(type.arguments().get(0), facets), raw);
      return new OptionalShape(
          present, Optional.empty(), Optional::of, value -> ((Optional<?>) value).orElse(null));
    }
    facets.requireNone(raw);
    return named(type);
  }

  private Shape named(ResolvedType type) {
    Shape found = known.get(type);
    if (found != null) {
      return found;
    }
    Class<?> raw = type.raw();
    if (raw.isEnum()) {
      return known.computeIfAbsent(type, enumeration -> new EnumShape(raw, description(raw)));
    }
    if (raw.isRecord()) {
      return record(type, null);
    }
    if (raw.isSealed() && (raw.isInterface() || Modifier.isAbstract(raw.getModifiers()))) {
      return sealed(type);
    }
    throw unsupported(raw);
  }

  private MembersShape record(ResolvedType type, @Nullable String tag) {
    Class<?> raw = type.raw();
    MembersShape shape =
        new MembersShape(type.name(), description(raw), tag, RecordAssembly.of(raw));
    if (tag == null) {
      known.put(type, shape);
    }
    if (type.depth() > MAX_DEPTH) {
      throw new IllegalArgumentException(
          raw.getName() + " holds itself, with new type arguments without end");
    }
    List<Member> members = new ArrayList<>();
    for (RecordComponent component : raw.getRecordComponents()) {
      Facets facets = Facets.of(component);
      places.addLast(raw.getSimpleName() + "." + component.getName());
      members.add(member(component.getName(), type.within(component.getGenericType()), facets));
      places.removeLast();
    }
    shape.complete(members);
    return shape;
  }

  private Shape sealed(ResolvedType type) {
    SealedShape shape = new SealedShape(type.name(), description(type.raw()));
    known.put(type, shape);
    Map<Class<?>, MembersShape> records = new LinkedHashMap<>();
    addRecords(type, records);
    if (records.isEmpty()) {
      throw new IllegalArgumentException(
          "No record that " + type.raw().getName() + " permits is of these type arguments");
    }
    shape.complete(records);
    return shape;
  }

  private void addRecords(ResolvedType sealed, Map<Class<?>, MembersShape> records) {
    for (Class<?> permitted : sealed.raw().getPermittedSubclasses()) {
      ResolvedType type = sealed.permitted(permitted);
      if (type == null) {
        continue;
      }
      if (permitted.isRecord()) {
        records.put(permitted, record(type, permitted.getSimpleName()));
      } else if (permitted.isSealed()) {
        addRecords(type, records);
      } else {
        throw new IllegalArgumentException(
            permitted.getName()
                + " is no record, so no value of "
                + sealed.raw().getName()
                + " in JSON");
      }
    }
  }

  private Member member(String name, ResolvedType type, Facets facets) {
    Shape shape = of(type, facets.ofValue());
    if (facets.nullable() && !shape.nullable()) {
      if (type.raw().isPrimitive()) {
        throw new IllegalArgumentException(name + " is nullable, but a primitive cannot be null");
      }
      shape = new OptionalShape(shape, null, Function.identity(), value -> value);
    }
    return new Member(name, shape, facets.description());
  }

  private static Shape required(Shape shape, Class<?> within) {
    if (shape.nullable()) {
      throw new IllegalArgumentException(
          "An optional within a " + within.getSimpleName() + " has no form in JSON: leave it out");
    }
    return shape;
  }

  private static @Nullable String description(AnnotatedElement described) {
    Description description = described.getAnnotation(Description.class);
    return description == null ? null : description.value();
  }

  private IllegalArgumentException unsupported(Class<?> type) {
    String where = places.isEmpty() ? "" : ". It stands at " + String.join(", within ", places);
    return new IllegalArgumentException(
        type.getTypeName() + " has no form in JSON: use " + instead(type) + where);
  }

  @SuppressWarnings("JavaUtilDate") // Says what to use for one.
  private static String instead(Class<?> type) {
    if (type.isArray()) {
      return "a List";
    }
    if (type == char.class || type == Character.class) {
      return "a String";
    }
    if (Map.class.isAssignableFrom(type)) {
      return "Map";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "List or Set";
    }
    if (Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type)) {
      return "an Instant or LocalDate";
    }
    if (type == ZonedDateTime.class) {
      return "an OffsetDateTime";
    }
    return type.isInterface() ? "a record, or seal it over records" : "a record";
  }

  /** The parameters of a call are their array. */
  private static final class ParameterAssembly implements MembersShape.Assembly {
    @Override
    public Object assemble(@Nullable Object[] values) {
      return values;
    }

    @Override
    public @Nullable Object[] takeApart(Object value) {
      Object[] values = (Object[]) value;
      return Arrays.copyOf(values, values.length);
    }
  }
}
