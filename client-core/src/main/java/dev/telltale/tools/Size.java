package dev.telltale.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The bounds of a size, both included: of a text in Unicode characters, of a list, set or map in
 * elements. They are part of the schema, and answers are held to them.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.RECORD_COMPONENT,
  ElementType.PARAMETER,
  ElementType.FIELD,
  ElementType.METHOD
})
public @interface Size {
  /** The least size. */
  int min() default 0;

  /** The greatest size. Default: none. */
  int max() default Integer.MAX_VALUE;
}
