package dev.telltale.benchmarks;

import dev.telltale.ChatRequest;
import java.util.Random;

/** Text that compresses about as well as prose does and has something to redact. */
final class VariedText {
  static final int CHARS = 8 << 10;

  private static final int WORDS = 4_000;
  private static final int TEXTS = 64;
  private static final String TO_REDACT = "Write to ann@example.com or call +44 20 7946 0958. ";

  private final Random random = new Random(8);
  private final String[] words = new String[WORDS];

  VariedText() {
    for (int i = 0; i < WORDS; i++) {
      words[i] = word();
    }
  }

  /** Different requests with 8 KiB each. */
  static ChatRequest[] requests() {
    VariedText text = new VariedText();
    ChatRequest[] requests = new ChatRequest[TEXTS];
    for (int i = 0; i < TEXTS; i++) {
      requests[i] = ChatRequest.of(text.next());
    }
    return requests;
  }

  /** The next 8 KiB. */
  String next() {
    StringBuilder text = new StringBuilder(CHARS + 16).append(TO_REDACT);
    while (text.length() < CHARS) {
      text.append(words[random.nextInt(WORDS)]).append(' ');
    }
    return text.substring(0, CHARS);
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    int letters = 2 + random.nextInt(9);
    for (int i = 0; i < letters; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }
}
