package dev.telltale.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The bounds of a number, both included. They are part of the schema, and answers are held to them.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.RECORD_COMPONENT,
  ElementType.PARAMETER,
  ElementType.FIELD,
  ElementType.METHOD
})
public @interface Range {
  /** The least value. Default: none. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The greatest value. Default: none. */
  double max() default Double.POSITIVE_INFINITY;
}
