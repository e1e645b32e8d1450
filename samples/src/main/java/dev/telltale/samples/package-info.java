/** One runnable class per recipe; start with {@link dev.telltale.samples.HelloWorld}. */
@NullMarked
package dev.telltale.samples;

import org.jspecify.annotations.NullMarked;
