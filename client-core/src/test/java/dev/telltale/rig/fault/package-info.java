/**
 * Servers on loopback that do one thing wrong, as {@link dev.telltale.rig.fault.Fault} names it, to
 * calls of OpenAI's protocol by any client. {@link dev.telltale.rig.fault.FaultyServer} is the type
 * to start with. Never published.
 */
@NullMarked
package dev.telltale.rig.fault;

import org.jspecify.annotations.NullMarked;
