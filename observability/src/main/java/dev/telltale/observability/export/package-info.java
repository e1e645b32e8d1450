/**
 * What is printed for people: each call as a small tree, and metrics as tables.
 *
 * <p>{@link dev.telltale.observability.Observability} sets it up by its flag {@code console()};
 * start with {@link dev.telltale.observability.export.ConsoleExporter} to add it to an SDK of your
 * own.
 */
@NullMarked
package dev.telltale.observability.export;

import org.jspecify.annotations.NullMarked;
