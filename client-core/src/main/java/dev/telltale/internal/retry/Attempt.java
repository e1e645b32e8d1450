package dev.telltale.internal.retry;

import dev.telltale.CallReport;
import dev.telltale.CallTimer;
import dev.telltale.ErrorKind;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One try at sending a call, while it goes on and after. Written by the thread that makes it; read
 * by any.
 */
public final class Attempt {
  private static final int NO_STATUS = 0;

  /** Of each text in a report: some come from the wire, and a server may send anything. */
  private static final int MAX_CHARS = 256;

  private final CallLog log;
  private final String provider;
  private final String model;
  private final int number;
  private final Duration wait;
  private volatile Progress progress = Progress.UNSENT;
  private volatile int status = NO_STATUS;
  private volatile @Nullable String requestId;
  private volatile @Nullable ErrorKind failure;
  private volatile CallTimer timer = CallTimer.DEADLINE;

  Attempt(CallLog log, String provider, String model, int number, Duration wait) {
    this.log = log;
    this.provider = provider;
    this.model = model;
    this.number = number;
    this.wait = wait;
  }

  /** The log of the call it belongs to. */
  public CallLog log() {
    return log;
  }

  /** From 1, within one provider. */
  public int number() {
    return number;
  }

  /** How far it came. */
  public Progress progress() {
    return progress;
  }

  /** The request is being written to the connection. */
  public void sent() {
    progress = Progress.SENT;
  }

  /** The headers of an answer came. */
  public void answered(int status, @Nullable String requestId) {
    this.status = status;
    this.requestId = requestId;
    this.progress = Progress.ANSWERED;
  }

  /** Which timer bounds it, unless another one says so. */
  public void boundBy(CallTimer timer) {
    this.timer = timer;
  }

  /** The timer that ended it, if one did. */
  public CallTimer timer() {
    return timer;
  }

  /** It failed. */
  public void failed(ErrorKind kind) {
    this.failure = kind;
  }

  /** The attempt as it stands. */
  public CallReport.Attempt toReport() {
    OptionalInt answered = status == NO_STATUS ? OptionalInt.empty() : OptionalInt.of(status);
    String id = requestId;
    return new CallReport.Attempt(
        provider, cut(model), number, wait, answered, failure, id == null ? null : cut(id));
  }

  private static String cut(String text) {
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }

  /** How far an attempt came. */
  public enum Progress {
    /** Nothing of the request was sent. */
    UNSENT,
    /** The request was sent, at least in part, and nothing of an answer came. */
    SENT,
    /** The headers of an answer came. */
    ANSWERED
  }
}
