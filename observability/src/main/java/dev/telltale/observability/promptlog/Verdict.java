package dev.telltale.observability.promptlog;

import java.util.Set;

/**
 * Whether a call is kept.
 *
 * @param reasons empty if it is not
 * @param probability with which a call like this one is kept, to scale counts up by
 */
record Verdict(Set<KeepReason> reasons, double probability) {
  static final Verdict NO = new Verdict(Set.of(), 0);

  boolean keep() {
    return !reasons.isEmpty();
  }

  boolean failure() {
    return reasons.stream().anyMatch(KeepReason::failure);
  }

  boolean sampled() {
    return reasons.contains(KeepReason.SAMPLED);
  }
}
