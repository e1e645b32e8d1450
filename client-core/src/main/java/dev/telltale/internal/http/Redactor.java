package dev.telltale.internal.http;

import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireHeaders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Internal: makes the body of an error fit to be shown to the caller, without keys. Servers echo
 * whole keys, or their ends.
 */
public final class Redactor {
  private static final int MAX_CHARS = 8 << 10;
  private static final String MASK = "***";

  /** More are a loop, or of no use to a reader. */
  private static final int MAX_CAUSES = 16;

  /** Shorter values of headers are words, not secrets. */
  private static final int MIN_SECRET_CHARS = 8;

  /** What comes before a secret, and is kept. */
  private static final Pattern LABELLED =
      Pattern.compile(
          "(?i)((?:api[-_ ]?key|access[-_ ]?token|subscription[-_ ]key|authorization|secret"
              + "|password)(?: provided)?[\"']?\\s*[:=]\\s*[\"']?(?:bearer\\s+)?|\\bbearer\\s+)"
              + "[^\\s\"',}]++");

  /** Vendors' prefixes, tokens of three parts, and long runs of digits and letters. */
  private static final Pattern SHAPED =
      Pattern.compile(
          "\\b(?:(?:sk|pk|rk|gsk|xai|hf|r8|nvapi|pplx|csk|fw|tgp|key)[-_][\\w*.-]{3,}+"
              + "|AIza[\\w-]{8,}+"
              + "|eyJ[\\w-]{8,}+(?:\\.[\\w-]++)*+"
              + "|[A-Za-z0-9+/]{32,}+={0,2}"
              + "|\\w{1,8}\\*{3,}+\\w*+)");

  private Redactor() {}

  /**
   * Returns the start of a body, masked before it is cut so that no half of a key is left.
   *
   * @param sent the headers of the request, whose values are masked wherever they occur
   * @return null if there is no body
   */
  public static @Nullable String excerpt(WireBody body, SentHeaders sent) {
    if (body.bytes().size() == 0) {
      return null;
    }
    String masked = sent.mask(body.utf8());
    for (String secret : secrets(sent.all())) {
      masked = masked.replace(secret, MASK);
    }
    masked = mask(masked);
    return masked.length() <= MAX_CHARS ? masked : cut(masked);
  }

  /**
   * Returns what code of the caller's threw, fit to be the cause of an exception of ours: the same
   * if none of its messages, or of its causes', looks like it holds a secret; else copies with
   * their names, masked messages and stack traces.
   */
  public static Throwable cause(Throwable thrown) {
    return revealing(thrown) ? copy(thrown, 0) : thrown;
  }

  /** Suppressed ones are printed with the others. */
  private static boolean revealing(Throwable thrown) {
    Throwable link = thrown;
    for (int depth = 0; link != null && depth < MAX_CAUSES; depth++) {
      String text = String.valueOf(link.getMessage());
      if (link.getSuppressed().length > 0 || !mask(text).equals(text)) {
        return true;
      }
      link = link.getCause();
    }
    return link != null;
  }

  private static Throwable copy(Throwable thrown, int depth) {
    Throwable cause = thrown.getCause();
    RuntimeException copy =
        new RuntimeException(
            thrown.getClass().getName() + ": " + mask(String.valueOf(thrown.getMessage())),
            cause == null || depth >= MAX_CAUSES ? null : copy(cause, depth + 1));
    copy.setStackTrace(thrown.getStackTrace());
    return copy;
  }

  private static String mask(String text) {
    String masked = LABELLED.matcher(text).replaceAll("$1" + MASK);
    return SHAPED.matcher(masked).replaceAll(MASK);
  }

  /** The longest first, so that none is left by a part of it being masked. */
  private static List<String> secrets(WireHeaders sent) {
    List<String> secrets = new ArrayList<>();
    sent.forEach(
        (name, value) -> {
          String bare = value.startsWith("Bearer ") ? value.substring("Bearer ".length()) : value;
          if (bare.length() >= MIN_SECRET_CHARS) {
            secrets.add(bare);
          }
        });
    secrets.sort(Comparator.comparingInt(String::length).reversed());
    return secrets;
  }

  private static String cut(String text) {
    boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1));
    return text.substring(0, splitsPair ? MAX_CHARS - 1 : MAX_CHARS);
  }
}
