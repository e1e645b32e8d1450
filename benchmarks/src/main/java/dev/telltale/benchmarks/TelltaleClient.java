package dev.telltale.benchmarks;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.Message;
import dev.telltale.StreamEvent;
import dev.telltale.Telemetry;
import dev.telltale.observability.cost.PriceBook;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.provider.ChatProvider;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Collections;
import java.util.List;

/** Our client; the messages exist before the call, the request is built for it. */
final class TelltaleClient implements BenchmarkClient {
  private final Scenario scenario;
  private final ChatClient client;
  private final List<Message> messages;
  private final AutoCloseable telemetry;

  private TelltaleClient(Scenario scenario, ChatClient client, AutoCloseable telemetry) {
    this.scenario = scenario;
    this.client = client;
    this.messages =
        List.copyOf(Collections.nCopies(scenario.messages(), Message.user(scenario.prompt())));
    this.telemetry = telemetry;
  }

  static TelltaleClient open(Scenario scenario, int port, Telemetry telemetry) {
    return new TelltaleClient(scenario, client(port, telemetry), () -> {});
  }

  static TelltaleClient recording(
      Scenario scenario, int port, Sampler sampler, ContentCapture content) {
    OpenTelemetrySdk sdk = DroppingSdk.create(sampler);
    TelemetryOptions options = TelemetryOptions.builder().contentCapture(content).build();
    Telemetry telemetry = Telemetry.builder().openTelemetry(sdk).options(options).build();
    return new TelltaleClient(scenario, client(port, telemetry), sdk);
  }

  static TelltaleClient priced(Scenario scenario, int port) {
    OpenTelemetrySdk sdk = DroppingSdk.create(Sampler.alwaysOn());
    Telemetry telemetry =
        Telemetry.builder().openTelemetry(sdk).costModel(PriceBook.bundled()).build();
    return new TelltaleClient(scenario, client(port, telemetry), sdk);
  }

  @Override
  public long call() {
    ChatRequest request = ChatRequest.builder().messages(messages).build();
    return scenario.streamed() ? stream(request) : whole(request);
  }

  @Override
  public void close() {
    client.close();
    try {
      telemetry.close();
    } catch (Exception failure) {
      throw new IllegalStateException("The OpenTelemetry SDK did not close", failure);
    }
  }

  private long whole(ChatRequest request) {
    ChatResponse answer = client.chat(request);
    return verified(answer.text().length(), answer);
  }

  private long stream(ChatRequest request) {
    try (ChatStream stream = client.stream(request)) {
      long chars = 0;
      for (StreamEvent event : stream) {
        if (event instanceof StreamEvent.TextDelta delta) {
          chars += delta.text().length();
        }
      }
      return verified(chars, stream.response());
    }
  }

  private long verified(long chars, ChatResponse answer) {
    String reason = answer.choices().get(0).rawFinishReason();
    long tokens = answer.usage().totalTokens().orElse(-1);
    scenario.verify(chars, tokens, reason == null ? -1 : reason.length());
    return chars;
  }

  private static ChatClient client(int port, Telemetry telemetry) {
    ChatProvider provider =
        OpenAi.builder()
            .apiKey("benchmark")
            .baseUrl("http://127.0.0.1:" + port + "/v1")
            .profile(CompatProfile.OPENAI)
            .model(Scenario.MODEL)
            .build();
    return ChatClient.builder(provider).telemetry(telemetry).build();
  }
}
