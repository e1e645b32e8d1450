package dev.telltale.observability.promptlog;

import java.util.Locale;

/** Why a call is in the prompt log. */
public enum KeepReason {
  /** It failed. */
  ERROR,
  /** The answer reached its token limit. */
  LENGTH,
  /** A content filter withheld the prompt or the answer. */
  CONTENT_FILTER,
  /** The stream ended before the answer was complete. */
  TRUNCATED,
  /** The model called a tool with arguments that are no JSON object. */
  INVALID_TOOL_CALL,
  /** It took longer than the limit. */
  SLOW,
  /** It cost more than the limit. */
  EXPENSIVE,
  /** Its options asked for it. */
  ASKED_FOR,
  /** It went well, and its trace was drawn. */
  SAMPLED;

  /** Whether the call did not end as it should. */
  boolean failure() {
    return compareTo(INVALID_TOOL_CALL) <= 0;
  }

  /** As it is written. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
