package dev.telltale.tools;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a record of its components and takes it apart, by handles looked up once. */
final class RecordAssembly implements MembersShape.Assembly {
  private final MethodHandle constructor;
  private final List<MethodHandle> accessors;

  private RecordAssembly(MethodHandle constructor, List<MethodHandle> accessors) {
    this.constructor = constructor;
    this.accessors = accessors;
  }

  /**
   * Looks a record up.
   *
   * @throws IllegalArgumentException if its package is not open to this library
   */
  static RecordAssembly of(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      open(constructor, type);
      List<MethodHandle> accessors = new ArrayList<>();
      for (RecordComponent component : components) {
        open(component.getAccessor(), type);
        accessors.add(
            MethodHandles.lookup()
                .unreflect(component.getAccessor())
                .asType(MethodType.methodType(Object.class, Object.class)));
      }
      MethodHandle made =
          MethodHandles.lookup()
              .unreflectConstructor(constructor)
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      return new RecordAssembly(made, List.copyOf(accessors));
    } catch (NoSuchMethodException | IllegalAccessException broken) {
      throw new IllegalArgumentException(type.getName() + " cannot be made", broken);
    }
  }

  @Override
  public Object assemble(@Nullable Object[] values) throws Throwable {
    return constructor.invokeExact(values);
  }

  @Override
  public @Nullable Object[] takeApart(Object value) {
    @Nullable Object[] values = new @Nullable Object[accessors.size()];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = accessors.get(i).invokeExact(value);
      } catch (RuntimeException | Error own) {
        throw own;
      } catch (Throwable impossible) {
        throw new AssertionError(impossible);
      }
    }
    return values;
  }

  static void open(AccessibleObject member, Class<?> type) {
    try {
      member.setAccessible(true);
    } catch (InaccessibleObjectException closed) {
      throw new IllegalArgumentException(
          type.getName()
              + " is not open to this library: add 'opens "
              + type.getPackageName()
              + " to dev.telltale.core' to its module-info");
    }
  }
}
