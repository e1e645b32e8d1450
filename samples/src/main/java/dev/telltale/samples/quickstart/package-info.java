/**
 * The program behind {@code ./quickstart}: it makes calls, to a scripted server unless told
 * otherwise, and shows what is measured. Start with {@link
 * dev.telltale.samples.quickstart.QuickStart}.
 */
@NullMarked
package dev.telltale.samples.quickstart;

import org.jspecify.annotations.NullMarked;
