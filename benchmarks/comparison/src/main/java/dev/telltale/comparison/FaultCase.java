package dev.telltale.comparison;

import dev.telltale.rig.fault.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * One call against one server.
 *
 * @param passing whether the fault meets the first request only
 */
record FaultCase(Fault fault, Form form, boolean passing) {

  static List<FaultCase> all() {
    List<FaultCase> cases = new ArrayList<>();
    for (Form form : Form.values()) {
      for (Fault fault : Fault.values()) {
        if (fault.possible(form.moment)) {
          cases.add(new FaultCase(fault, form, false));
          if (fault != Fault.REFUSED && fault != Fault.STALE_CONNECTION) {
            cases.add(new FaultCase(fault, form, true));
          }
        }
      }
    }
    return cases;
  }

  int times() {
    return passing ? 1 : Integer.MAX_VALUE;
  }

  /** Whether a call comes first: a connection must have been used before it can be stale. */
  boolean callBefore() {
    return fault == Fault.STALE_CONNECTION;
  }
}
