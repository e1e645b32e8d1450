/**
 * Runs one client in a process of its own: {@link dev.telltale.comparison.peer.PeerProgram} takes
 * cases on its standard input and tells how each call ended. Compiled with each client's own
 * dependencies, and so without any.
 */
@NullMarked
package dev.telltale.comparison.peer;

import org.jspecify.annotations.NullMarked;
