package dev.telltale.rig;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Watches the whole run of each module that has the rig on its class path, without being named by
 * any test: the run fails if {@link ClientRig#KEY}, which the providers of the rig send, or {@link
 * ClientRig#PROMPT} was printed or logged, whichever test did it.
 */
public final class SuiteCanary implements BeforeAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(SuiteCanary.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    // Of the root, and so closed when all tests are over.
    context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(SuiteWatch.class, first -> SuiteWatch.start(), SuiteWatch.class);
  }
}
