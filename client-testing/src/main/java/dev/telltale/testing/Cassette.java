package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonWriter;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * HTTP exchanges with a model's server, in the order they were made, as a JSON file. The format is
 * in {@code docs/testing.md}; a {@link CassetteServer} records and replays it.
 *
 * <p>Immutable and thread-safe. {@link #toString()} never shows content.
 */
public final class Cassette {
  private static final long VERSION = 1;

  private final List<Exchange> exchanges;

  private Cassette(List<Exchange> exchanges) {
    this.exchanges = List.copyOf(exchanges);
  }

  /** A cassette of these exchanges. */
  public static Cassette of(List<Exchange> exchanges) {
    return new Cassette(exchanges);
  }

  /**
   * Reads a cassette.
   *
   * @throws IOException if the file cannot be read or is no cassette of version 1; the message
   *     names the file and says which exchange is wrong
   */
  public static Cassette load(Path file) throws IOException {
    try {
      return parse(Files.readString(file));
    } catch (IOException broken) {
      throw new IOException(file + " cannot be read as a cassette: " + broken.getMessage(), broken);
    }
  }

  /**
   * Reads a cassette from its text.
   *
   * @throws IOException if it is no cassette of version 1; the message says which exchange is wrong
   */
  public static Cassette parse(String json) throws IOException {
    Map<String, @Nullable Object> root = JsonValues.parseObject(json);
    if (!Long.valueOf(VERSION).equals(root.get("telltale_cassette"))) {
      throw new IOException("The file is no cassette of version 1");
    }
    if (!(root.get("exchanges") instanceof List<?> all)) {
      throw new IOException("The cassette has no list of exchanges");
    }
    List<Exchange> exchanges = new ArrayList<>();
    for (Object each : all) {
      exchanges.add(Exchange.of(each, exchanges.size()));
    }
    return new Cassette(exchanges);
  }

  /** The exchanges, oldest first; unmodifiable. */
  public List<Exchange> exchanges() {
    return exchanges;
  }

  /**
   * Writes the cassette, in place of a file that is there, at once or not at all. Where files have
   * POSIX permissions, only its owner may open it: what a model is asked is not for everyone on a
   * machine, redacted or not.
   */
  public void save(Path file) throws IOException {
    Path folder = requireNonNull(file.toAbsolutePath().getParent(), "folder");
    // Made for its owner only, where there are owners.
    Path whole = Files.createTempFile(folder, ".cassette", ".json");
    try {
      Files.writeString(whole, json() + "\n");
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  /** The cassette as the text of its file. */
  public String json() {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put("telltale_cassette", VERSION);
    root.put("exchanges", exchanges.stream().map(Exchange::toValue).toList());
    Buffer json = new Buffer();
    JsonWriter writer = JsonWriter.of(json);
    writer.setIndent("  ");
    try {
      JsonValues.write(writer, root);
    } catch (IOException impossible) {
      throw new AssertionError("A buffer does not fail", impossible);
    }
    return json.readUtf8();
  }

  @Override
  public String toString() {
    return "Cassette[" + exchanges.size() + " exchanges]";
  }

  /**
   * One request and its response.
   *
   * @param path of the request, with its query; null matches any
   * @param request the JSON body of the request; null matches any
   * @param status the HTTP status of the response
   * @param headers of the response, by names in lower case
   * @param chunks what joined is the body, each sent by itself
   * @param cut whether the connection breaks after the chunks
   */
  public record Exchange(
      @Nullable String path,
      @Nullable Map<String, @Nullable Object> request,
      int status,
      Map<String, String> headers,
      List<String> chunks,
      boolean cut) {
    /** Creates an exchange. */
    public Exchange {
      headers = Map.copyOf(headers);
      chunks = List.copyOf(chunks);
    }

    /** Names the path and the status; never content. */
    @Override
    public String toString() {
      return "Exchange[" + path + ", " + status + "]";
    }

    static Exchange of(@Nullable Object value, int position) throws IOException {
      if (!(value instanceof Map<?, ?> exchange)
          || !(exchange.get("response") instanceof Map<?, ?> response)
          || !(response.get("status") instanceof Long status)) {
        throw new IOException("Exchange " + position + " of the cassette has no response");
      }
      if (status < 200 || status > 599) {
        throw new IOException("Exchange " + position + " of the cassette has no HTTP status");
      }
      Map<?, ?> request = exchange.get("request") instanceof Map<?, ?> given ? given : Map.of();
      return new Exchange(
          request.get("path") instanceof String path ? path : null,
          request.get("body") instanceof Map<?, ?> body ? named(body) : null,
          status.intValue(),
          headers(response),
          chunks(response, position),
          "cut".equals(response.get("ending")));
    }

    Map<String, @Nullable Object> toValue() {
      Map<String, @Nullable Object> asked = new LinkedHashMap<>();
      if (path != null) {
        asked.put("path", path);
      }
      if (request != null) {
        asked.put("body", request);
      }
      Map<String, @Nullable Object> answered = new LinkedHashMap<>();
      answered.put("status", (long) status);
      answered.put("headers", new TreeMap<>(headers));
      answered.put("chunks", chunks);
      if (cut) {
        answered.put("ending", "cut");
      }
      if (chunks.size() == 1 && !cut) {
        answered.remove("chunks");
        Map<String, @Nullable Object> json = object(chunks.get(0));
        answered.put(json == null ? "text" : "body", json == null ? chunks.get(0) : json);
      }
      Map<String, @Nullable Object> exchange = new LinkedHashMap<>();
      exchange.put("request", asked);
      exchange.put("response", answered);
      return exchange;
    }

    private static List<String> chunks(Map<?, ?> response, int position) throws IOException {
      if (response.get("chunks") instanceof List<?> pieces) {
        return pieces.stream().map(String::valueOf).toList();
      }
      if (response.get("text") instanceof String text) {
        return List.of(text);
      }
      if (!response.containsKey("body")) {
        throw new IOException("Exchange " + position + " of the cassette has no body");
      }
      Buffer json = new Buffer();
      JsonValues.write(JsonWriter.of(json), response.get("body"));
      return List.of(json.readUtf8());
    }

    private static Map<String, String> headers(Map<?, ?> response) {
      Map<String, String> headers = new LinkedHashMap<>();
      if (response.get("headers") instanceof Map<?, ?> given) {
        given.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
      }
      return headers;
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> object) {
      Map<String, @Nullable Object> named = new LinkedHashMap<>();
      object.forEach((name, value) -> named.put(String.valueOf(requireNonNull(name)), value));
      return named;
    }

    static @Nullable Map<String, @Nullable Object> object(String text) {
      try {
        return JsonValues.parseObject(text);
      } catch (IOException noObject) {
        return null;
      }
    }
  }
}
