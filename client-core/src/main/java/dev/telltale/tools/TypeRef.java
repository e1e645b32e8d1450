package dev.telltale.tools;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A type with its type arguments, which a class literal cannot name.
 *
 * <pre>{@code
 * List<City> cities =
 *     client.answering(new TypeRef<List<City>>() {}).chat("Three cities of Portugal?").value();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {
  private final Type type;

  /**
   * Takes the type argument that the subclass names.
   *
   * @throws IllegalStateException if it names none
   */
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType named)) {
      throw new IllegalStateException("Name the type: new TypeRef<List<City>>() {}");
    }
    this.type = named.getActualTypeArguments()[0];
  }

  /** The type. */
  public final Type type() {
    return type;
  }

  @Override
  public final String toString() {
    return "TypeRef[" + type.getTypeName() + "]";
  }
}
