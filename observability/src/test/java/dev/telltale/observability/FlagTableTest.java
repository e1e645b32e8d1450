package dev.telltale.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each exporter flag, with its artifact and without, on an SDK of its own and on the application's:
 * it works, or says why not. Without means in a class loader that has everything else.
 */
@Timeout(60)
class FlagTableTest {
  private static final String WORKS = "works";
  private static final String OWN = "own";
  private static final String GIVEN = "given";
  private static final String EXISTING = "(..) has no effect on the OpenTelemetry given to";
  private static final List<String> OPTIONAL =
      List.of("io.opentelemetry.exporter.prometheus.", "io.prometheus.", "com.azure.");

  static Stream<Arguments> table() {
    return Stream.of(
        row("otlp", WORKS),
        row("otlpGrpc", WORKS),
        row("console", WORKS),
        row("jsonLines", WORKS),
        row("exporter", WORKS),
        row("prometheus", "add io.opentelemetry:opentelemetry-exporter-prometheus:1.65.0-alpha"),
        row("azureMonitor", "add com.azure:azure-monitor-opentelemetry-autoconfigure:1.2.0"));
  }

  private static Arguments row(String flag, String withoutArtifact) {
    return argumentSet(flag, flag, withoutArtifact);
  }

  @ParameterizedTest
  @MethodSource("table")
  void flagWorksOrSaysWhyNot(String flag, String withoutArtifact) throws Exception {
    assertThat(new Attempt(flag, OWN).call()).as("with artifact").isEqualTo(WORKS);
    assertThat(new Attempt(flag, GIVEN).call()).as("given").contains(EXISTING);
    assertThat(without(flag, OWN)).as("without artifact").contains(withoutArtifact);
    assertThat(without(flag, GIVEN)).as("without, given").contains(EXISTING);
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
      return switch (flag) {
        case "otlp" -> builder -> builder.otlp("http://127.0.0.1:1");
        case "otlpGrpc" -> builder -> builder.otlpGrpc("http://127.0.0.1:1");
        case "console" -> builder -> builder.console(new PrintStream(new ByteArrayOutputStream()));
        case "jsonLines" -> builder -> builder.jsonLines(Path.of("target/never-written"));
        case "exporter" -> builder -> builder.exporter(InMemorySpanExporter.create());
        case "prometheus" -> builder -> builder.prometheus(0);
        case "azureMonitor" ->
            builder ->
                builder.azureMonitor(
                    "InstrumentationKey=00000000-0000-0000-0000-0000000000aa;"
                        + "IngestionEndpoint=http://127.0.0.1:1/;LiveEndpoint=http://127.0.0.1:1/");
        default -> throw new IllegalArgumentException(flag);
      };
    }
  }
}
