package dev.telltale.testing;

import org.jspecify.annotations.Nullable;

/** Compares the key of a request with the one the server wants, if it wants one. */
final class KeyCheck {
  private volatile @Nullable String wanted;

  void require(String key) {
    wanted = key;
  }

  boolean accepts(ReceivedRequest request) {
    String key = wanted;
    return key == null
        || ("Bearer " + key).equals(request.header("authorization"))
        || key.equals(request.header("api-key"));
  }
}
