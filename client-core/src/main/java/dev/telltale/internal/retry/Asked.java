package dev.telltale.internal.retry;

import dev.telltale.CallReport;
import dev.telltale.ErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * One candidate that a call was sent to. Written by the thread that makes the call; read by any.
 */
public final class Asked {
  private final String provider;
  private final String model;
  private volatile @Nullable ErrorKind failure;

  Asked(String provider, String model) {
    this.provider = provider;
    this.model = model;
  }

  /** It did not answer. */
  public void failed(ErrorKind kind) {
    this.failure = kind;
  }

  CallReport.Candidate toReport() {
    return new CallReport.Candidate(provider, model, failure);
  }
}
