package dev.telltale.telemetry;

/**
 * Is told of each finished logical call: a whole answer, a failure, or a stream whichever way it
 * ended, whether or not its span was sampled.
 *
 * <p>Called once per call, after the span's end, by the thread that ended the call: the caller's,
 * or for a stream that was forgotten a thread of this library. The caller waits for it, so it must
 * be quick and must not block; what is slow queues. Calls end on many threads at once, so it must
 * be thread-safe. What it throws never reaches the caller.
 */
@FunctionalInterface
public interface InteractionListener {

  /**
   * A call has ended.
   *
   * @param interaction what was asked and what came of it; it holds prompt and answer
   */
  void ended(Interaction interaction);
}
