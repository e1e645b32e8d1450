package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RequestLogTest {
  private final RequestLog log = new RequestLog(Duration.ZERO);

  @Test
  void oldestRequestsAreDropped() {
    for (int i = 0; i < RequestLog.MAX_REQUESTS + 2; i++) {
      log.add(request("/" + i, ByteString.EMPTY));
    }

    assertThat(log.all()).hasSize(RequestLog.MAX_REQUESTS);
    assertThat(log.all().get(0).path()).isEqualTo("/2");
    assertThat(log.take().path()).isEqualTo("/2");
  }

  @Test
  void takenRequestsAreDroppedFirst() {
    log.add(request("/taken", ByteString.EMPTY));
    log.take();
    for (int i = 0; i < RequestLog.MAX_REQUESTS; i++) {
      log.add(request("/" + i, ByteString.EMPTY));
    }

    assertThat(log.all().get(0).path()).isEqualTo("/0");
    assertThat(log.take().path()).isEqualTo("/0");
  }

  @Test
  void bodiesAreBoundedTogether() {
    ByteString half = ByteString.of(new byte[(int) (RequestLog.MAX_BYTES / 2)]);
    log.add(request("/1", half));
    log.add(request("/2", half));
    log.add(request("/3", ByteString.encodeUtf8("x")));

    assertThat(log.all()).extracting(ReceivedRequest::path).containsExactly("/2", "/3");
  }

  @Test
  void takeWithoutARequestFails() {
    log.add(request("/1", ByteString.EMPTY));
    log.take();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(log::take)
        .withMessage("No further request arrived within 0 s.");
  }

  private static ReceivedRequest request(String path, ByteString body) {
    return ReceivedRequest.of(
        new RecordedRequest(
            0,
            0,
            null,
            List.of(),
            "POST",
            path,
            "HTTP/1.1",
            HttpUrl.get("http://127.0.0.1" + path),
            Headers.of(),
            body,
            body.size(),
            null,
            null));
  }
}
