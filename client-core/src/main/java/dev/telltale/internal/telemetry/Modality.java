package dev.telltale.internal.telemetry;

/** What kind of tokens are counted. */
enum Modality {
  TEXT("text"),
  IMAGE("image"),
  AUDIO("audio"),
  UNKNOWN("unknown");

  private final String label;

  Modality(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
