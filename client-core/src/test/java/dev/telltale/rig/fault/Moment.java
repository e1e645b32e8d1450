package dev.telltale.rig.fault;

/** What is asked for, and how much of it came before the {@link Fault}. */
public enum Moment {
  /** A whole answer is asked for. */
  WHOLE,
  /** A stream is asked for, and none of its events came whole. */
  BEFORE_FIRST_EVENT,
  /** A stream is asked for, and its first event came. */
  AFTER_FIRST_EVENT
}
