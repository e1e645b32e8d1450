package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.Tool;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Tools made of an object's methods.
 *
 * <pre>{@code
 * class Weather {
 *   @ToolMethod("Current weather of a city")
 *   Report weather(String city, @Range(min = 1, max = 7) int days) { ... }
 * }
 *
 * List<Tool> tools = ToolMethods.of(new Weather());
 * }</pre>
 *
 * <p>The parameters are the members of the arguments, and take the annotations of components. Their
 * names are needed: compile with {@code -parameters}. A method that returns a {@link
 * CompletionStage} brings its result later. Methods are looked at by reflection once, here.
 */
public final class ToolMethods {
  private ToolMethods() {}

  /**
   * Returns a tool for each annotated method of the object's class and its superclasses, by name.
   * An overriding method is a tool if it is annotated itself.
   *
   * @throws IllegalArgumentException if there is no such method, or one that cannot be a tool; the
   *     message names it
   */
  public static List<Tool> of(Object target) {
    List<Tool> tools = new ArrayList<>();
    for (Method method : methods(requireNonNull(target, "target").getClass())) {
      ToolMethod annotation = method.getAnnotation(ToolMethod.class);
      if (annotation != null) {
        tools.add(tool(target, method, annotation));
      }
    }
    if (tools.isEmpty()) {
      throw new IllegalArgumentException(
          target.getClass().getName() + " has no method marked with @ToolMethod");
    }
    tools.sort(Comparator.comparing(Tool::name));
    return List.copyOf(tools);
  }

  /**
   * Its own and inherited methods, without those that are overridden or of the compiler's making.
   */
  private static List<Method> methods(Class<?> type) {
    Map<List<Object>, Method> methods = new LinkedHashMap<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (!method.isSynthetic()) {
          List<Object> signature = List.of(method.getName(), List.of(method.getParameterTypes()));
          methods.putIfAbsent(signature, method);
        }
      }
    }
    return List.copyOf(methods.values());
  }

  private static Tool tool(Object target, Method method, ToolMethod annotation) {
    String name = annotation.name().isEmpty() ? method.getName() : annotation.name();
    JsonType<Object[]> arguments = JsonType.ofParameters(method);
    MethodHandle handle = handle(target, method);
    ToolFunction<Object[]> function = values -> invoke(handle, values);
    ToolBody body =
        CompletionStage.class.isAssignableFrom(method.getReturnType())
            ? ToolBody.async(arguments, values -> (CompletionStage<?>) invoke(handle, values))
            : ToolBody.of(arguments, function);
    return Tool.function(name)
        .description(annotation.value())
        .parameters(arguments.schema())
        .strict()
        .body(body)
        .build();
  }

  private static MethodHandle handle(Object target, Method method) {
    RecordAssembly.open(method, target.getClass());
    try {
      MethodHandle handle = MethodHandles.lookup().unreflect(method);
      boolean bound = Modifier.isStatic(method.getModifiers());
      return (bound ? handle : handle.bindTo(target))
          .asSpreader(Object[].class, method.getParameterCount());
    } catch (IllegalAccessException closed) {
      throw new IllegalArgumentException(method.getName() + " cannot be called", closed);
    }
  }

  private static Object invoke(MethodHandle handle, Object[] values) throws Exception {
    try {
      return handle.invoke(Arrays.copyOf(values, values.length));
    } catch (Exception | Error own) {
      throw own;
    } catch (Throwable other) {
      throw new IllegalStateException("A tool threw what is no exception", other);
    }
  }
}
