package dev.telltale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.provider.ErrorDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only one vendor sends, on events and exceptions. */
@Timeout(10)
class VendorDataTest {
  private static final Verdict VERDICT = new Verdict("violence");

  @Test
  void eventBringsDataOfItsTypeOnly() {
    StreamEvent event = new StreamEvent.VendorData(VERDICT);

    assertThat(event.extension(Verdict.class)).isSameAs(VERDICT);
    assertThat(event.extension(String.class)).isNull();
    assertThat(new StreamEvent.TextDelta(0, "Porto").extension(Verdict.class)).isNull();
  }

  @Test
  void eventShowsTheTypeOnly() {
    assertThat(new StreamEvent.VendorData(VERDICT)).hasToString("VendorData[Verdict]");
  }

  @Test
  void exceptionHasWhatTheErrorSaid() {
    LlmException failure = LlmException.from(details());

    assertThat(failure).isInstanceOf(ContentFilteredException.class);
    assertThat(failure.extension(Verdict.class)).isSameAs(VERDICT);
    assertThat(failure.extension(String.class)).isNull();
  }

  @Test
  void laterDataOfOneTypeReplacesEarlier() {
    Verdict later = new Verdict("hate");

    ErrorDetails details = details().toBuilder().extension(Verdict.class, later).build();

    assertThat(details.toBuilder().build().extension(Verdict.class)).isSameAs(later);
  }

  @Test
  void brokenStreamHasWhatHadArrived() {
    ChatResponse partial = ChatResponse.builder().extension(Verdict.class, VERDICT).build();
    ErrorDetails cut = ErrorDetails.builder(ErrorKind.STREAM_TRUNCATED).build();
    Verdict own = new Verdict("hate");

    StreamException truncated = StreamException.from(cut, StreamOutcome.TRUNCATED, partial);
    StreamException failed =
        StreamException.from(
            cut.toBuilder().extension(Verdict.class, own).build(),
            StreamOutcome.PROVIDER_ERROR,
            partial);

    assertThat(truncated.extension(Verdict.class)).isSameAs(VERDICT);
    assertThat(failed.extension(Verdict.class)).isSameAs(own);
  }

  private static ErrorDetails details() {
    return ErrorDetails.builder(ErrorKind.CONTENT_FILTERED)
        .extension(Verdict.class, VERDICT)
        .build();
  }

  private record Verdict(String category) {}
}
