package dev.telltale.internal.http;

import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one request, and the secrets it carried: its credential, and what stands under the
 * name of a key or token in a header or the query. It finds them where a server repeats them.
 *
 * <p>Immutable and thread-safe. A part of a secret is found if it is twice as long as {@link
 * #PART}: each secret is looked for in parts of that length, so that nothing has to be computed of
 * it, and a part of a key is kept from view like the whole. Short secrets are words, such as those
 * that local servers take for a key, and are not looked for.
 */
public final class SentHeaders {
  private static final SentHeaders NONE = new SentHeaders(WireHeaders.none(), List.of());
  private static final String MASK = "***";
  private static final int PART = 12;
  private static final int SHORTEST = 16;
  private static final String BEARER = "Bearer ";
  private static final List<String> SECRET_NAMES =
      List.of("key", "token", "auth", "secret", "cookie", "password", "credential", "signature");

  private final WireHeaders all;
  private final List<String> secrets;

  private SentHeaders(WireHeaders all, List<String> secrets) {
    this.all = all;
    this.secrets = secrets;
  }

  /** Of a request that was not sent. */
  public static SentHeaders none() {
    return NONE;
  }

  /**
   * Those of a request.
   *
   * @param all what is sent
   * @param open the same before the credential was added
   */
  public static SentHeaders of(WireHeaders all, WireHeaders open, WireRequest request) {
    List<String> secrets = new ArrayList<>(2);
    all.forEach(
        (name, value) -> {
          if (!value.equals(open.first(name)) || isSecret(name)) {
            add(secrets, value);
          }
        });
    String url = request.endpoint().url();
    if (url.indexOf('?') >= 0) {
      addQuery(secrets, HttpUrl.get(url));
    }
    return new SentHeaders(all, secrets);
  }

  /** What is sent. */
  public WireHeaders all() {
    return all;
  }

  /** The same word of the server's, or three asterisks if there is a secret in it. */
  public String hide(String word) {
    return repeats(word) ? MASK : word;
  }

  /** Likewise; null stays null. */
  public @Nullable String hideIfSent(@Nullable String word) {
    return word == null ? null : hide(word);
  }

  /** Whether there is a secret in a word of the server's. */
  public boolean repeats(String word) {
    for (String secret : secrets) {
      for (int part = start(secret); part + PART <= secret.length(); part += PART) {
        if (contains(word, secret, part)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The text with three asterisks in place of each secret. */
  public String mask(String text) {
    if (!repeats(text)) {
      return text;
    }
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret.substring(start(secret)), MASK);
      for (int part = start(secret); part + PART <= secret.length(); part += PART) {
        masked = masked.replace(secret.substring(part, part + PART), MASK);
      }
    }
    return masked;
  }

  /** Without a copy of the part, as this is asked of each call. */
  private static boolean contains(String word, String secret, int part) {
    for (int at = 0; at + PART <= word.length(); at++) {
      if (word.regionMatches(at, secret, part, PART)) {
        return true;
      }
    }
    return false;
  }

  private static void addQuery(List<String> secrets, HttpUrl url) {
    for (int i = 0; i < url.querySize(); i++) {
      String value = url.queryParameterValue(i);
      if (value != null && isSecret(url.queryParameterName(i))) {
        add(secrets, value);
      }
    }
  }

  private static void add(List<String> secrets, String value) {
    if (value.length() - start(value) >= SHORTEST) {
      secrets.add(value);
    }
  }

  /** Where the secret begins in the value of a header; a copy of it would be one for each call. */
  private static int start(String value) {
    return value.startsWith(BEARER) ? BEARER.length() : 0;
  }

  private static boolean isSecret(String name) {
    for (String word : SECRET_NAMES) {
      for (int at = 0; at + word.length() <= name.length(); at++) {
        if (name.regionMatches(true, at, word, 0, word.length())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Shows the names; never a value. */
  @Override
  public String toString() {
    return all.toString();
  }
}
