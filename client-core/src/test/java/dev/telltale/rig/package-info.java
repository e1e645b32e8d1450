/**
 * What behaviour tests of all modules share: {@link dev.telltale.rig.ClientRig}, which checks that
 * a client leaves nothing behind, and {@link dev.telltale.rig.FaultServer}, which breaks off
 * answers anywhere. Never published.
 */
@NullMarked
package dev.telltale.rig;

import org.jspecify.annotations.NullMarked;
