package dev.telltale.provider;

/** How a provider can be held to a schema that an answer shall follow. */
public enum SchemaSupport {
  /** It takes the schema with the request. */
  NATIVE,
  /** It can be told to answer with some JSON object; the schema stands in the instructions. */
  JSON_OBJECT,
  /** It cannot; the schema stands in the instructions, and nothing else is sent about the form. */
  INSTRUCTIONS
}
