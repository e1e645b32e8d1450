package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RedactorsTest {
  private static final Path TEXTS = Path.of("src/test/resources/fixtures/prompt-log/redaction.txt");
  private static final Path DOCS = Path.of("../docs/prompt-log.md");
  private static final Pattern LABEL = Pattern.compile("\\[\\[([a-z-]+):(.*?)]]");
  private static final Pattern FOUND = Pattern.compile("\\[(api-key|email|iban|card|phone)]");

  private static final Map<String, Redactor> REDACTORS = new LinkedHashMap<>();

  static {
    REDACTORS.put("api-key", Redactors.apiKeys());
    REDACTORS.put("email", Redactors.emails());
    REDACTORS.put("iban", Redactors.ibans());
    REDACTORS.put("card", Redactors.cards());
    REDACTORS.put("phone", Redactors.phones());
  }

  @Test
  void precisionAndRecallAreAsPublished() throws IOException {
    List<String> texts = Files.readAllLines(TEXTS);
    StringBuilder table = new StringBuilder();
    for (Map.Entry<String, Redactor> redactor : REDACTORS.entrySet()) {
      table.append(row(redactor.getKey(), redactor.getValue(), texts)).append('\n');
    }
    System.out.print(table);

    assertThat(Files.readString(DOCS)).contains(table);
  }

  @Test
  void allShapesAreTakenOutAtOnce() throws IOException {
    Redactor all = Redactors.all();
    String text = Files.readString(TEXTS).replaceAll(LABEL.pattern(), "$2");

    String redacted = all.redact(text);

    assertThat(redacted).contains("[api-key]", "[email]", "[iban]", "[card]", "[phone]");
    assertThat(redacted).contains("The Douro, the Danube and the Dnipro.");
    assertThat(all.redact("nothing to find")).isEqualTo("nothing to find");
  }

  @Test
  void ownPatternIsReplacedByItsName() {
    Redactor own = Redactors.pattern("employee", Pattern.compile("E-\\d{5}"));

    assertThat(Redactors.inOrder(own, Redactors.emails()).redact("E-12345 is a@b.example"))
        .isEqualTo("[employee] is [email]");
  }

  @Test
  void redactedJsonStaysJson() throws IOException {
    String arguments =
        "{\"note\":\"Mail\\nann@example.com\\u0022bob@example.com\\tDOM\\\\carl@example.com\","
            + "\"key\":\"\\r\\nsk-proj-qLw0kz3VhY2mRt8bXc5NdP7e\"}";

    String redacted = Redactors.all().redact(arguments);

    assertThat(JsonValues.parseObject(redacted))
        .containsEntry("note", "Mail\n[email]\"[email]\tDOM\\[email]")
        .containsEntry("key", "\r\n[api-key]");
  }

  @Test
  void privateKeysAreTakenOutWhole() {
    for (String kind : List.of("", "EC ", "OPENSSH ", "ENCRYPTED ")) {
      String body = "MIIEvQIBADANBgkqhkiG9w0\n".repeat(100);
      String key = "-----BEGIN " + kind + "PRIVATE KEY-----\n" + body;
      String end = "-----END " + kind + "PRIVATE KEY-----";

      assertThat(Redactors.apiKeys().redact("a " + key + end + " b")).isEqualTo("a [api-key] b");
      assertThat(Redactors.apiKeys().redact("a " + key)).isEqualTo("a [api-key]");
    }
    assertThat(
            Redactors.apiKeys()
                .redact(
                    "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 2\n\nlQdGBF=\n=x1y2\n"
                        + "-----END PGP PRIVATE KEY BLOCK-----."))
        .isEqualTo("[api-key].");
  }

  @Test
  void hostileTextIsReadInLinearTime() {
    Redactor all = Redactors.all();
    for (String piece :
        List.of(
            "eyJaaaaa-",
            "-----BEGIN PRIVATE KEY-----x",
            "\\n",
            "%20",
            "1 ",
            "a.",
            "a@",
            "A1 ",
            "+1(",
            "eyJ",
            "-",
            "sk-",
            "DE89 ",
            "0 1")) {
      String text = piece.repeat(300_000 / piece.length());

      assertThat(all.redact(text)).as(piece).isNotNull();
    }
  }

  /** A label counts as found if nothing of it is left where it stood. */
  private static String row(String name, Redactor redactor, List<String> texts) {
    int right = 0;
    int wrong = 0;
    int missed = 0;
    for (String text : texts) {
      String plain = LABEL.matcher(text).replaceAll("$2");
      int found = 0;
      Matcher matcher = FOUND.matcher(redactor.redact(plain));
      while (matcher.find()) {
        found++;
      }
      int hit = 0;
      int labelled = 0;
      Matcher label = LABEL.matcher(text);
      while (label.find()) {
        if (label.group(1).equals(name)) {
          labelled++;
          hit += redactor.redact(plain).contains(label.group(2)) ? 0 : 1;
        }
      }
      right += hit;
      missed += labelled - hit;
      wrong += Math.max(0, found - hit);
    }
    return String.format(
        Locale.ROOT,
        "| `%s` | %d | %d | %d | %d | %.2f | %.2f |",
        name,
        right + missed,
        right,
        wrong,
        missed,
        right / (double) (right + wrong),
        right / (double) (right + missed));
  }
}
