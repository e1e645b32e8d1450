package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.observability.promptlog.ContentPolicy.Part;
import dev.telltale.observability.promptlog.ContentPolicy.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands in a record for a text that is hashed. */
@Timeout(10)
class TextDigestTest {
  private static final Verdict KEPT = new Verdict(Set.of(KeepReason.SAMPLED), 0.25);
  private static final Pattern DIGEST = Pattern.compile("\"text_hmac\":\"([0-9a-f]{64})\"");

  @Test
  void equalTextsOfALogAreToldApartFromOthers() throws IOException {
    RecordWriter log = log();

    List<String> first = digests(log, "yes", "no", "yes");
    List<String> later = digests(log, "yes");

    assertThat(first.get(0)).isEqualTo(first.get(2)).isNotEqualTo(first.get(1));
    assertThat(later.get(0)).isEqualTo(first.get(0));
  }

  @Test
  void shortTextCannotBeFoundByTrying() throws IOException, GeneralSecurityException {
    byte[] yes = "yes".getBytes(StandardCharsets.UTF_8);
    String plain = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(yes));

    assertThat(digests(log(), "yes").get(0))
        .isNotEqualTo(plain)
        .isNotEqualTo(digests(log(), "yes").get(0));
  }

  private static RecordWriter log() {
    return new RecordWriter(ContentPolicy.keepAll().part(Part.TEXT, Rule.HASH), Redactors.all());
  }

  private static List<String> digests(RecordWriter log, String... texts) throws IOException {
    ChatRequest.Builder request = ChatRequest.builder();
    List.of(texts).forEach(request::user);
    String record = log.write(Calls.of(request.build(), ChatResponse.builder().build()), KEPT);
    return DIGEST.matcher(record).results().map((MatchResult match) -> match.group(1)).toList();
  }
}
