package dev.telltale.telemetry;

/** How recorded content is written. */
public enum ContentForm {
  /** As JSON text on spans, structured on events: what most backends show best. */
  BY_SIGNAL,
  /** As JSON text everywhere, for backends that drop structured attributes, as Azure Monitor. */
  JSON,
  /** Structured everywhere. */
  STRUCTURED
}
