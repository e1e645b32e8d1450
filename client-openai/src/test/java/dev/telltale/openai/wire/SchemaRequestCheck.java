package dev.telltale.openai.wire;

import dev.telltale.rig.RequestCheck;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** Holds what servers received to the published schema of a request, where one is given. */
public final class SchemaRequestCheck implements RequestCheck {

  @Override
  public void check(String request) {
    String body = request.substring(request.indexOf("\n\n") + 2);
    if (!body.isEmpty()) {
      RequestSchema.check(body);
    }
  }

  /** Checks the requests that the test has not taken itself. */
  public static void checkRest(MockWebServer server) throws InterruptedException {
    for (RecordedRequest request = server.takeRequest(0, TimeUnit.SECONDS);
        request != null;
        request = server.takeRequest(0, TimeUnit.SECONDS)) {
      if (request.getBody() != null) {
        RequestSchema.check(request.getBody().utf8());
      }
    }
  }
}
