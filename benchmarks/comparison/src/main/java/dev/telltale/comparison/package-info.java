/**
 * Runs Telltale and other clients against the same faulty servers, each in a process of its own
 * with its own dependencies, and writes what was seen into {@code docs/comparison.md}. {@link
 * dev.telltale.comparison.Comparison} is the program.
 */
@NullMarked
package dev.telltale.comparison;

import org.jspecify.annotations.NullMarked;
