package dev.telltale.rig;

/**
 * Looks at every request that a {@link FaultServer} received, once it is closed. Found as a
 * service, so that a module can hold all its tests to the schema of its protocol.
 */
@FunctionalInterface
public interface RequestCheck {
  /**
   * Checks one request: request line, headers, blank line and body.
   *
   * @throws AssertionError if it is not as it must be
   */
  void check(String request);
}
