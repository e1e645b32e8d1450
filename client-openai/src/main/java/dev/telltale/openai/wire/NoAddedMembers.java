package dev.telltale.openai.wire;

/** Skips everything; it keeps nothing, so one serves all. */
enum NoAddedMembers implements AddedMembers {
  INSTANCE
}
