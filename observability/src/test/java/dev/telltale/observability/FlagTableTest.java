package dev.telltale.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.Cost;
import dev.telltale.observability.export.JsonLinesExporter;
import dev.telltale.observability.promptlog.PromptLog;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each flag, with its artifact and without, on an SDK of its own and on the application's: it
 * works, or says why not. Without means in a class loader that has everything else.
 */
@Timeout(60)
class FlagTableTest {
  private static final String WORKS = "works";
  private static final String OWN = "own";
  private static final String GIVEN = "given";
  private static final String EXISTING = "(..) has no effect on the OpenTelemetry given to";
  private static final String NEEDS_OTLP = "need otlp() or otlpGrpc()";
  private static final String PROMETHEUS =
      "add io.opentelemetry:opentelemetry-exporter-prometheus:1.65.0-alpha";

  private static final String AZURE =
      "add com.azure:azure-monitor-opentelemetry-autoconfigure:1.2.0";

  private static final String CONNECTION =
      "InstrumentationKey=00000000-0000-0000-0000-0000000000aa;"
          + "IngestionEndpoint=http://127.0.0.1:1/;LiveEndpoint=http://127.0.0.1:1/";

  private static final List<String> OPTIONAL =
      List.of("io.opentelemetry.exporter.prometheus.", "io.prometheus.", "com.azure.");

  static Stream<Arguments> table() {
    return Stream.of(
        row("otlp", WORKS, WORKS, EXISTING),
        row("otlp endpoint", WORKS, WORKS, EXISTING),
        row("otlpGrpc", WORKS, WORKS, EXISTING),
        row("otlpGrpc endpoint", WORKS, WORKS, EXISTING),
        row("console", WORKS, WORKS, EXISTING),
        row("console stream", WORKS, WORKS, EXISTING),
        row("jsonLines", WORKS, WORKS, EXISTING),
        row("jsonLines exporter", WORKS, WORKS, EXISTING),
        row("exporter spans", WORKS, WORKS, EXISTING),
        row("exporter metrics", WORKS, WORKS, EXISTING),
        row("exporter logs", WORKS, WORKS, EXISTING),
        row("prometheus", WORKS, PROMETHEUS, EXISTING),
        row("prometheus port", WORKS, PROMETHEUS, EXISTING),
        row("prometheus host", WORKS, PROMETHEUS, EXISTING),
        row("azureMonitor string", WORKS, AZURE, EXISTING),
        row("azureMonitor", "APPLICATIONINSIGHTS_CONNECTION_STRING", AZURE, EXISTING),
        row("otlpHeader", NEEDS_OTLP, NEEDS_OTLP, NEEDS_OTLP),
        row("otlpGzip", NEEDS_OTLP, NEEDS_OTLP, NEEDS_OTLP),
        row("serviceName", WORKS, WORKS, EXISTING),
        row("resourceAttribute", WORKS, WORKS, EXISTING),
        row("sampler", WORKS, WORKS, EXISTING),
        row("metricInterval", WORKS, WORKS, EXISTING),
        row("exportLimits", WORKS, WORKS, EXISTING),
        row("flushOnExit", WORKS, WORKS, EXISTING),
        row("costModel", WORKS, WORKS, WORKS),
        row("noCost", WORKS, WORKS, WORKS),
        row("options", WORKS, WORKS, WORKS),
        row("promptLog", WORKS, WORKS, WORKS),
        row("closeTimeout", WORKS, WORKS, WORKS));
  }

  /** What comes of a flag with its artifact, without it, and on an SDK that is given. */
  private static Arguments row(String flag, String with, String without, String given) {
    return argumentSet(flag, flag, with, without, given);
  }

  @ParameterizedTest
  @MethodSource("table")
  void flagWorksOrSaysWhyNot(String flag, String with, String without, String given)
      throws Exception {
    assertThat(new Attempt(flag, OWN).call()).as("with artifact").contains(with);
    assertThat(new Attempt(flag, GIVEN).call()).as("given").contains(given);
    assertThat(without(flag, OWN)).as("without artifact").contains(without);
    assertThat(without(flag, GIVEN)).as("without, given").contains(given);
  }

  @Test
  void everyFlagHasItsRows() {
    List<String> rows = table().map(row -> ((String) row.get()[0])).toList();
    Map<String, Long> overloads =
        Arrays.stream(Observability.Builder.class.getMethods())
            .filter(method -> method.getReturnType() == Observability.Builder.class)
            .map(Method::getName)
            .filter(name -> !name.equals("openTelemetry"))
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));

    Map<String, Long> inRows =
        rows.stream()
            .map(row -> row.split(" ", 2)[0])
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));

    assertThat(inRows).isEqualTo(overloads);
  }

  private static String without(String flag, String sdk) throws Exception {
    ClassLoader loader = new WithoutArtifacts(FlagTableTest.class.getClassLoader());
    Class<?> type = loader.loadClass(Attempt.class.getName());
    Constructor<?> constructor = type.getDeclaredConstructor(String.class, String.class);
    constructor.setAccessible(true);
    Object attempt = constructor.newInstance(flag, sdk);
    return (String) ((Callable<?>) attempt).call();
  }

  /** Loads this module anew, and finds nothing of the optional artifacts. */
  private static final class WithoutArtifacts extends ClassLoader {
    private WithoutArtifacts(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (OPTIONAL.stream().anyMatch(name::startsWith)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.telltale.observability.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream bytes = getParent().getResourceAsStream(file)) {
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] code = bytes.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Builds with one flag; runs in either class loader. */
  static final class Attempt implements Callable<String> {
    private final String flag;
    private final String sdk;

    Attempt(String flag, String sdk) {
      this.flag = flag;
      this.sdk = sdk;
    }

    @Override
    public String call() throws IOException {
      Observability.Builder builder = flag().apply(Observability.builder());
      if (sdk.equals(GIVEN)) {
        builder.openTelemetry(OpenTelemetry.noop());
      }
      try (Observability built = builder.build()) {
        return built.telemetry().openTelemetry() == null ? "no OpenTelemetry" : WORKS;
      } catch (IllegalStateException refused) {
        return String.valueOf(refused.getMessage());
      }
    }

    private UnaryOperator<Observability.Builder> flag() {
      Path files = Path.of("target/never-written");
      return switch (flag) {
        case "otlp" -> Observability.Builder::otlp;
        case "otlp endpoint" -> builder -> builder.otlp("http://127.0.0.1:1");
        case "otlpGrpc" -> Observability.Builder::otlpGrpc;
        case "otlpGrpc endpoint" -> builder -> builder.otlpGrpc("http://127.0.0.1:1");
        case "otlpHeader" -> builder -> builder.otlpHeader("x-key", "k");
        case "otlpGzip" -> Observability.Builder::otlpGzip;
        case "console" -> Observability.Builder::console;
        case "console stream" ->
            builder -> builder.console(new PrintStream(new ByteArrayOutputStream()));
        case "jsonLines" -> builder -> builder.jsonLines(files);
        case "jsonLines exporter" -> builder -> builder.jsonLines(JsonLinesExporter.in(files));
        case "exporter spans" -> builder -> builder.exporter(InMemorySpanExporter.create());
        case "exporter metrics" -> builder -> builder.exporter(InMemoryMetricExporter.create());
        case "exporter logs" -> builder -> builder.exporter(InMemoryLogRecordExporter.create());
        case "prometheus" -> Observability.Builder::prometheus;
        case "prometheus port" -> builder -> builder.prometheus(0);
        case "prometheus host" -> builder -> builder.prometheus("127.0.0.1", 0);
        case "azureMonitor string" -> builder -> builder.azureMonitor(CONNECTION);
        case "azureMonitor" -> Observability.Builder::azureMonitor;
        default -> setting();
      };
    }

    private UnaryOperator<Observability.Builder> setting() {
      return switch (flag) {
        case "serviceName" -> builder -> builder.serviceName("shop");
        case "resourceAttribute" -> builder -> builder.resourceAttribute("team", "search");
        case "sampler" -> builder -> builder.sampler(Sampler.alwaysOff());
        case "metricInterval" -> builder -> builder.metricInterval(Duration.ofSeconds(1));
        case "exportLimits" -> builder -> builder.exportLimits(ExportLimits.defaults());
        case "flushOnExit" -> Observability.Builder::flushOnExit;
        case "costModel" -> builder -> builder.costModel(call -> Cost.notComputed());
        case "noCost" -> Observability.Builder::noCost;
        case "options" -> builder -> builder.options(TelemetryOptions.defaults());
        case "promptLog" -> builder -> builder.promptLog(PromptLog.logEvents());
        case "closeTimeout" -> builder -> builder.closeTimeout(Duration.ofSeconds(1));
        default -> throw new IllegalArgumentException(flag);
      };
    }
  }
}
