package dev.telltale.internal.telemetry;

import dev.telltale.telemetry.Interaction;
import dev.telltale.telemetry.InteractionListener;
import java.util.List;

/** Tells the user's listeners of finished calls, and lets nothing they throw reach a call. */
public final class GuardedListeners {
  private final List<InteractionListener> listeners;
  private final Guard guard;

  GuardedListeners(List<InteractionListener> listeners, Guard guard) {
    this.listeners = listeners;
    this.guard = guard;
  }

  /** Whether there is nobody to tell. */
  public boolean isEmpty() {
    return listeners.isEmpty();
  }

  /** Tells each of them, in the order they were added. */
  public void ended(Interaction interaction) {
    for (InteractionListener listener : listeners) {
      try {
        listener.ended(interaction);
      } catch (Throwable broken) {
        // Guard point: the user's code, and observing never changes the outcome.
        guard.report("listener", broken);
      }
    }
  }
}
