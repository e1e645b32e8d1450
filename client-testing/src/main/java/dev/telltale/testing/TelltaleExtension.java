package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link FakeModel}, a {@link ScriptedServer} or a {@link TelemetryRecorder} of
 * its own where it takes one as a parameter, and closes it. A test leaves no span open: it fails if
 * one that was recorded has not ended.
 *
 * <pre>{@code
 * @ExtendWith(TelltaleExtension.class)
 * class GreeterTest {
 *   @Test
 *   void greets(FakeModel model, TelemetryRecorder otel) { ... }
 * }
 * }</pre>
 *
 * <p>Needs {@code junit-jupiter-api} on the class path.
 */
public final class TelltaleExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(TelltaleExtension.class);
  private static final Map<Class<?>, Supplier<Object>> GIVEN =
      Map.of(
          FakeModel.class, FakeModel::create,
          ScriptedServer.class, ScriptedServer::start,
          TelemetryRecorder.class, TelemetryRecorder::create);

  /** Creates the extension; JUnit does. */
  public TelltaleExtension() {}

  /** A parameter of the constructor belongs to the test that the instance is made for. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return GIVEN.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return store(context).computeIfAbsent(type, wanted -> requireNonNull(GIVEN.get(wanted)).get());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Store store = store(context);
    TelemetryRecorder recorder = store.remove(TelemetryRecorder.class, TelemetryRecorder.class);
    ScriptedServer server = store.remove(ScriptedServer.class, ScriptedServer.class);
    if (server != null) {
      server.close();
    }
    if (recorder != null) {
      try (recorder) {
        TelemetryAssert.assertThatTelemetry(recorder).hasNoOpenSpans();
      }
    }
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE.append(context.getUniqueId()));
  }
}
