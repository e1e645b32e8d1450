package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One part of a {@link Message}. Parts are ordered.
 *
 * <p>New kinds of part will be added; code that branches over parts keeps a branch for the unknown.
 */
public sealed interface Content
    permits Content.Text,
        Content.Refusal,
        Content.Thinking,
        Content.Image,
        Content.Audio,
        Content.File,
        Content.ToolResult,
        Content.CacheBreakpoint,
        Content.Opaque,
        ToolCall,
        UnknownContent {

  /** Returns a text part. */
  static Content text(String text) {
    return new Text(text);
  }

  /** Returns an image part. */
  static Content image(Media media) {
    return new Image(media, null);
  }

  /** Returns a document part. */
  static Content file(Media media) {
    return new File(media, null);
  }

  /**
   * Plain text.
   *
   * @param text the text; may be empty
   */
  record Text(String text) implements Content {
    /** Creates a text part. */
    public Text {
      requireNonNull(text, "text");
    }

    /** Names the part and its size; never the text. */
    @Override
    public String toString() {
      return "Text[" + text.length() + " chars]";
    }
  }

  /**
   * The model's own words for why it will not answer.
   *
   * @param text the explanation; may be empty
   */
  record Refusal(String text) implements Content {
    /** Creates a refusal part. */
    public Refusal {
      requireNonNull(text, "text");
    }

    /** Names the part and its size; never the text. */
    @Override
    public String toString() {
      return "Refusal[" + text.length() + " chars]";
    }
  }

  /**
   * What a model thought before it answered, where the server shows it.
   *
   * @param text the thoughts; may be empty
   * @param wireName the member they came in and go back in, such as {@code reasoning_content}
   */
  record Thinking(String text, String wireName) implements Content {
    /** Creates a thinking part. */
    public Thinking {
      requireNonNull(text, "text");
      requireNonNull(wireName, "wireName");
    }

    /** Names the part and its size; never the text. */
    @Override
    public String toString() {
      return "Thinking[" + text.length() + " chars]";
    }
  }

  /**
   * An image.
   *
   * @param media where it is
   * @param detail how closely to look, such as {@code low}, or null for the provider's default
   */
  record Image(Media media, @Nullable String detail) implements Content {
    /** Creates an image part. */
    public Image {
      requireNonNull(media, "media");
    }
  }

  /**
   * A recording: one to send, or one the model made.
   *
   * @param id what a model's recording is referred to by later, or null
   * @param media the recording, or null where only the id is sent
   * @param format such as {@code wav}, or null if the server did not say
   * @param transcript what is said in it, or null
   * @param expiresAt until when the id can be used, or null if the server did not say
   */
  record Audio(
      @Nullable String id,
      @Nullable Media media,
      @Nullable String format,
      @Nullable String transcript,
      @Nullable Instant expiresAt)
      implements Content {

    /** A recording to send, in a format such as {@code wav} or {@code mp3}. */
    public static Audio of(byte[] bytes, String format) {
      return new Audio(null, Media.bytes(bytes, "audio/" + format), format, null, null);
    }

    /** A recording the model made before, by its id: what its message goes back with. */
    public static Audio ofId(String id) {
      return new Audio(requireNonNull(id, "id"), null, null, null, null);
    }

    /** Names the part; never the transcript. */
    @Override
    public String toString() {
      return "Audio[" + format + ", " + media + "]";
    }
  }

  /**
   * A document.
   *
   * @param media where it is
   * @param name its file name, or null
   */
  record File(Media media, @Nullable String name) implements Content {
    /** Creates a document part. */
    public File {
      requireNonNull(media, "media");
    }
  }

  /**
   * What a tool answered.
   *
   * @param callId the {@link ToolCall#id()} it answers
   * @param text the answer
   */
  record ToolResult(String callId, String text) implements Content {
    /** Creates a tool's answer. */
    public ToolResult {
      requireNonNull(callId, "callId");
      requireNonNull(text, "text");
    }

    /** Names the call and the size; never the text. */
    @Override
    public String toString() {
      return "ToolResult[" + text.length() + " chars]";
    }
  }

  /**
   * A wish that the provider keep everything up to the part before this one in its cache. It is no
   * content of its own; a provider without such a wish ignores it.
   */
  record CacheBreakpoint() implements Content {}

  /**
   * A part this library does not know, kept as it came so that it can be sent back.
   *
   * @param json the part as JSON text
   */
  record Opaque(String json) implements Content {
    /** Creates an unknown part. */
    public Opaque {
      requireNonNull(json, "json");
    }

    /** Names the part and its size; never the text. */
    @Override
    public String toString() {
      return "Opaque[" + json.length() + " chars]";
    }
  }
}
