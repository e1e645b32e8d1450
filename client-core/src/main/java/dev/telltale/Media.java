package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where an image, a recording or a document is: at a URL, in bytes, or uploaded before under an id.
 *
 * <p>Immutable and thread-safe. {@link #toString()} shows neither URL nor bytes.
 */
public final class Media {
  private final @Nullable String url;
  private final @Nullable String fileId;
  private final @Nullable String mediaType;
  private final byte @Nullable [] bytes;

  private Media(
      @Nullable String url,
      @Nullable String fileId,
      @Nullable String mediaType,
      byte @Nullable [] bytes) {
    this.url = url;
    this.fileId = fileId;
    this.mediaType = mediaType;
    this.bytes = bytes;
  }

  /**
   * Media that the provider fetches from a URL.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public static Media url(String url) {
    return new Media(notBlank(url, "url"), null, null, null);
  }

  /**
   * Media sent along with the request. The bytes are copied.
   *
   * @param mediaType such as {@code image/png}
   * @throws IllegalArgumentException if there are no bytes or the type is blank
   */
  public static Media bytes(byte[] bytes, String mediaType) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("The media has no bytes");
    }
    return new Media(null, null, notBlank(mediaType, "mediaType"), bytes.clone());
  }

  /**
   * Media that was uploaded to the provider before.
   *
   * @throws IllegalArgumentException if the id is blank
   */
  public static Media fileId(String fileId) {
    return new Media(null, notBlank(fileId, "fileId"), null, null);
  }

  /** The URL, or null if the media is not at one. */
  public @Nullable String url() {
    return url;
  }

  /** The provider's id of the upload, or null if the media was not uploaded. */
  public @Nullable String fileId() {
    return fileId;
  }

  /** The media type of the bytes, or null if there are none. */
  public @Nullable String mediaType() {
    return mediaType;
  }

  /** A copy of the bytes, or null if the media is elsewhere. */
  public byte @Nullable [] bytes() {
    return bytes == null ? null : bytes.clone();
  }

  /** The number of bytes, or 0 if the media is elsewhere. */
  public long sizeBytes() {
    return bytes == null ? 0 : bytes.length;
  }

  /** The bytes in Base64, or null if the media is elsewhere. */
  public @Nullable String base64() {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    if (bytes != null) {
      return "Media[" + mediaType + ", " + bytes.length + " bytes]";
    }
    return url == null ? "Media[file id]" : "Media[url]";
  }

  private static String notBlank(String value, String name) {
    if (requireNonNull(value, name).isBlank()) {
      throw new IllegalArgumentException(name + " is blank");
    }
    return value;
  }
}
