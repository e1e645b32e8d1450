package dev.telltale.observability.promptlog;

import static java.util.Objects.requireNonNull;

import dev.telltale.Role;
import java.util.HashMap;
import java.util.Map;

/**
 * What of a conversation is kept: by the role of its author and by the kind of part. Immutable.
 *
 * <p>Unless said otherwise everything is kept, after redaction. A rule for a part wins over one for
 * a role. Images, recordings and documents are never kept, only their digest and size.
 */
public final class ContentPolicy {
  private static final ContentPolicy KEEP_ALL = new ContentPolicy(Map.of(), Map.of(), Rule.KEEP);

  private final Map<String, Rule> roles;
  private final Map<Part, Rule> parts;
  private final Rule otherwise;

  private ContentPolicy(Map<String, Rule> roles, Map<Part, Rule> parts, Rule otherwise) {
    this.roles = roles;
    this.parts = parts;
    this.otherwise = otherwise;
  }

  /** What is done with a text. */
  public enum Rule {
    /** It is kept, redacted. */
    KEEP,
    /**
     * Its length and its HMAC-SHA256 under a key that is drawn when the log is started and never
     * written: equal texts that one program kept while it ran can be told, none can be found by
     * trying.
     */
    HASH,
    /** Its length is kept. */
    DROP
  }

  /** The kinds of part that rules can be made for. */
  public enum Part {
    /** Plain text. */
    TEXT,
    /** What a model thought. */
    THINKING,
    /** Why a model refused. */
    REFUSAL,
    /** The arguments of a tool call. */
    TOOL_ARGUMENTS,
    /** What a tool answered. */
    TOOL_RESULT,
    /** What is said in a recording. */
    TRANSCRIPT,
    /** A part this library does not know. */
    OPAQUE,
    /** The body of an error. */
    ERROR_BODY,
    /**
     * Descriptions, schemas and grammars of tools and answers, stop sequences, and extra members of
     * the request.
     */
    SETTINGS
  }

  /** Everything is kept. */
  public static ContentPolicy keepAll() {
    return KEEP_ALL;
  }

  /** Nothing but lengths is kept, unless a rule says otherwise. */
  public static ContentPolicy dropAll() {
    return new ContentPolicy(Map.of(), Map.of(), Rule.DROP);
  }

  /** Returns this policy with a rule for what a role says. */
  public ContentPolicy role(Role role, Rule rule) {
    Map<String, Rule> more = new HashMap<>(roles);
    more.put(role.name(), requireNonNull(rule, "rule"));
    return new ContentPolicy(Map.copyOf(more), parts, otherwise);
  }

  /** Returns this policy with a rule for a kind of part, whoever its author is. */
  public ContentPolicy part(Part part, Rule rule) {
    Map<Part, Rule> more = new HashMap<>(parts);
    more.put(requireNonNull(part, "part"), requireNonNull(rule, "rule"));
    return new ContentPolicy(roles, Map.copyOf(more), otherwise);
  }

  Rule of(Role role, Part part) {
    Rule byPart = parts.get(part);
    return byPart == null ? roles.getOrDefault(role.name(), otherwise) : byPart;
  }
}
