package dev.telltale.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A method that a model may call as a tool; see {@link ToolMethods}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ToolMethod {
  /** What the tool is for, in words for the model. */
  String value();

  /** The name of the tool. Default: that of the method. */
  String name() default "";
}
