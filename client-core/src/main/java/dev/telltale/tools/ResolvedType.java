package dev.telltale.tools;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A class and what stands for its type parameters, without any variable left. */
record ResolvedType(Class<?> raw, List<ResolvedType> arguments) {

  static ResolvedType of(Type type) {
    return of(type, Map.of());
  }

  /** Resolves a type within this one, such as that of a component. */
  ResolvedType within(Type type) {
    Map<TypeVariable<?>, ResolvedType> variables = new LinkedHashMap<>();
    TypeVariable<?>[] parameters = raw.getTypeParameters();
    for (int i = 0; i < parameters.length; i++) {
      variables.put(parameters[i], arguments.get(i));
    }
    return of(type, variables);
  }

  /**
   * A class that this sealed type permits, with what this one's arguments say of its parameters.
   *
   * @return null if no object of the class is of this type, as its arguments are others
   * @throws IllegalArgumentException if the class has a parameter that this type says nothing of
   */
  @Nullable ResolvedType permitted(Class<?> type) {
    Map<TypeVariable<?>, ResolvedType> variables = new LinkedHashMap<>();
    for (Type parent : parents(type)) {
      if (parent instanceof ParameterizedType parameterized && parameterized.getRawType() == raw) {
        Type[] given = parameterized.getActualTypeArguments();
        for (int i = 0; i < given.length; i++) {
          if (!arguments.get(i).matches(given[i], variables)) {
            return null;
          }
        }
      }
    }
    List<ResolvedType> found = new ArrayList<>();
    for (TypeVariable<?> parameter : type.getTypeParameters()) {
      ResolvedType argument = variables.get(parameter);
      if (argument == null) {
        throw new IllegalArgumentException(
            type.getName()
                + " has the type parameter "
                + parameter.getName()
                + ", which "
                + raw.getName()
                + " does not name: leave it out");
      }
      found.add(argument);
    }
    return new ResolvedType(type, List.copyOf(found));
  }

  /** Whether this is what a type says, once its variables stand for what is noted of them. */
  private boolean matches(Type type, Map<TypeVariable<?>, ResolvedType> variables) {
    if (type instanceof TypeVariable<?> variable) {
      ResolvedType known = variables.putIfAbsent(variable, this);
      return known == null || known.equals(this);
    }
    if (type instanceof ParameterizedType parameterized) {
      Type[] given = parameterized.getActualTypeArguments();
      boolean same = parameterized.getRawType() == raw;
      for (int i = 0; same && i < given.length; i++) {
        same = arguments.get(i).matches(given[i], variables);
      }
      return same;
    }
    return type == raw;
  }

  private static List<Type> parents(Class<?> type) {
    List<Type> parents = new ArrayList<>(List.of(type.getGenericInterfaces()));
    if (type.getGenericSuperclass() != null) {
      parents.add(type.getGenericSuperclass());
    }
    return parents;
  }

  /** A name for schemas, such as {@code Pair_String_Integer}. */
  String name() {
    return arguments.stream()
        .map(argument -> "_" + argument.name())
        .collect(Collectors.joining("", raw.getSimpleName(), ""));
  }

  /** How deep type arguments stand within type arguments; 1 if there are none. */
  int depth() {
    return 1 + arguments.stream().mapToInt(ResolvedType::depth).max().orElse(0);
  }

  private static ResolvedType of(Type type, Map<TypeVariable<?>, ResolvedType> variables) {
    if (type instanceof Class<?> raw) {
      if (raw.getTypeParameters().length > 0) {
        throw new IllegalArgumentException(
            raw.getName() + " has type parameters: name its arguments with a TypeRef");
      }
      return new ResolvedType(raw, List.of());
    }
    if (type instanceof ParameterizedType parameterized) {
      List<ResolvedType> arguments = new ArrayList<>();
      for (Type argument : parameterized.getActualTypeArguments()) {
        arguments.add(of(argument, variables));
      }
      return new ResolvedType((Class<?>) parameterized.getRawType(), List.copyOf(arguments));
    }
    if (type instanceof WildcardType wildcard) {
      return of(wildcard.getUpperBounds()[0], variables);
    }
    ResolvedType bound = type instanceof TypeVariable<?> variable ? variables.get(variable) : null;
    if (bound == null) {
      throw new IllegalArgumentException(type.getTypeName() + " cannot be described in a schema");
    }
    return bound;
  }
}
