package dev.telltale.rig.fault;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a server does.
 *
 * @param times how many requests it does the fault to; all others it answers
 * @param delay what it asks for where the fault asks for a short wait
 */
public record Plan(Fault fault, Moment moment, int times, Duration delay) {
  /** Refuses the impossible. */
  public Plan {
    if (!fault.possible(moment)) {
      throw new IllegalArgumentException(fault + " cannot happen " + moment);
    }
  }

  String delayInSeconds() {
    return BigDecimal.valueOf(delay.toMillis(), 3).stripTrailingZeros().toPlainString();
  }
}
