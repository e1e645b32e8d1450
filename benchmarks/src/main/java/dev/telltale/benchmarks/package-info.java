/**
 * What a call costs, measured beside raw OkHttp on the same loopback server; start with {@link
 * dev.telltale.benchmarks.CallBenchmark} for single figures and with {@code Report} for the table
 * of {@code docs/performance.md}.
 */
@NullMarked
package dev.telltale.benchmarks;

import org.jspecify.annotations.NullMarked;
