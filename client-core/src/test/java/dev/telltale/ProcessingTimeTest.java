package dev.telltale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.provider.ErrorDetails;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ProcessingTimeTest {
  private static final String HEADER = "OpenAI-Processing-Ms";

  @Test
  void answersAndExceptionsTellIt() {
    ResponseHeaders headers = ResponseHeaders.of(List.of(HEADER, "412.5"));

    ChatResponse answer = ChatResponse.builder().headers(headers).build();
    LlmException failure =
        LlmException.from(ErrorDetails.builder(ErrorKind.SERVER).headers(headers).build());

    assertThat(answer.processingTime()).contains(Duration.ofNanos(412_500_000));
    assertThat(failure.processingTime()).contains(Duration.ofNanos(412_500_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1e3", "soon", "99999999999999999999"})
  void anythingElseIsAbsent(String value) {
    ResponseHeaders headers = ResponseHeaders.of(List.of(HEADER, value));

    assertThat(ProcessingTime.of(headers)).isEmpty();
    assertThat(ProcessingTime.of(ResponseHeaders.none())).isEmpty();
  }
}
