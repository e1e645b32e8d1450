package dev.telltale.functional;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * An OpenTelemetry that works but for one method of one type.
 *
 * @param target what works
 * @param type whose method throws
 */
record FailingApi(Object target, Class<?> type, String method, Throwable thrown)
    implements InvocationHandler {

  static OpenTelemetry of(OpenTelemetry whole, Class<?> type, String method, Throwable thrown) {
    return wrapped(OpenTelemetry.class, new FailingApi(whole, type, method, thrown));
  }

  @Override
  public Object invoke(Object proxy, Method called, Object[] arguments) throws Throwable {
    if (type.isInstance(proxy) && called.getName().equals(method)) {
      throw thrown;
    }
    Object result;
    try {
      result = called.invoke(target, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
    Class<?> returned = called.getReturnType();
    boolean api =
        returned.isInterface()
            && returned.getPackageName().startsWith("io.opentelemetry.api.")
            && !returned.equals(SpanContext.class);
    return api ? wrapped(returned, new FailingApi(result, type, method, thrown)) : result;
  }

  private static <T> T wrapped(Class<T> type, FailingApi handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
