import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.observability.Observability;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.telemetry.Conventions;
import dev.telltale.telemetry.TelemetryOptions;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;

/**
 * Makes calls of every kind for a while, for the dashboards: answers, streams, a cut stream,
 * errors, retries, a model without a price, an exporter that fails.
 *
 * <p>Arguments: the port for Prometheus, the seconds to run, and optionally an OTLP endpoint, with
 * {@code grpc} after it if it is one of gRPC.
 */
public class Feed {
  public static void main(String[] args) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(Long.parseLong(args[1])).toNanos();
    Observability.Builder flags =
        Observability.builder()
            .serviceName("dashboard-feed")
            .prometheus(Integer.parseInt(args[0]))
            .exporter(new Failing())
            .options(
                TelemetryOptions.builder()
                    .conventions(Conventions.BOTH)
                    .dashboardMetrics()
                    .cutStreamEstimates()
                    .build())
            .metricInterval(Duration.ofSeconds(2));
    if (args.length > 3) {
      flags.otlpGrpc(args[2]);
    } else if (args.length > 2) {
      flags.otlp(args[2]);
    }
    try (ScriptedServer server = server();
        Observability observability = flags.build();
        ChatClient client =
            ChatClient.builder(
                    OpenAi.builder()
                        .baseUrl(server.baseUrl())
                        .profile(CompatProfile.OPENAI)
                        .model("gpt-5-mini")
                        .build())
                .telemetry(observability.telemetry())
                .build()) {
      while (System.nanoTime() < end) {
        whole(client, "gpt-5-mini");
        stream(client);
        stream(client);
        whole(client, "gpt-5-mini");
        whole(client, "gpt-4o-mini");
        whole(client, "house-7b");
        Thread.sleep(50);
      }
      System.out.println(observability.exports());
    }
  }

  private static ScriptedServer server() {
    return ScriptedServer.start()
        .enqueue(
            left(
                480, 91_000, Scripted.answer("Douro.").usage(1_430, 41).cachedTokens(1_280)),
            left(
                360,
                88_000,
                Scripted.stream("Douro, ", "Tejo, ", "Minho.").pace(Duration.ofMillis(5))),
            left(240, 86_000, Scripted.cutStream("Douro, ")),
            left(0, 78_000, Scripted.rateLimited(Duration.ZERO)),
            left(120, 84_000, Scripted.answer("Douro.").usage(57, 102).reasoningTokens(64)),
            Scripted.error(400, "invalid_request_error", "context_length_exceeded", "Too long."),
            Scripted.answer("Tejo.").usage(10, 10).model("house-7b"))
        .loop();
  }

  /** The answer, with what the account may still ask for. */
  private static Scripted left(int requests, int tokens, Scripted answer) {
    return answer
        .header("x-ratelimit-remaining-requests", Integer.toString(requests))
        .header("x-ratelimit-remaining-tokens", Integer.toString(tokens));
  }

  private static void whole(ChatClient client, String model) {
    try {
      client.chat(ChatRequest.builder().model(model).user("Name three rivers.").build());
    } catch (LlmException expected) {
      // It is what the dashboard is to show.
    }
  }

  private static void stream(ChatClient client) {
    try (ChatStream stream = client.stream("Name three rivers.")) {
      stream.forEachText(text -> {});
    } catch (LlmException expected) {
      // It is what the dashboard is to show.
    }
  }

  private record Failing() implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return CompletableResultCode.ofFailure();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
