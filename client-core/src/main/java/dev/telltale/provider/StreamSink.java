package dev.telltale.provider;

import dev.telltale.Citation;
import dev.telltale.FinishReason;
import dev.telltale.TokenLogProb;
import dev.telltale.Usage;
import java.util.List;

/**
 * Takes what a {@link StreamDecoder} reads, piece by piece. The engine puts the answer together and
 * hands the pieces on to the reader.
 *
 * <p>Choices are numbered from 0. Empty pieces are ignored.
 */
public interface StreamSink {

  /** The provider's id of the answer; the first one stays. */
  void id(String id);

  /** The model that answers; the first one stays. */
  void model(String model);

  /** The service tier that serves the call; the last one stays. */
  void serviceTier(String serviceTier);

  /** A choice exists, though nothing of it has come. */
  void choice(int choice);

  /** A piece of a choice's text. */
  void text(int choice, String piece);

  /** A piece of a choice's refusal. */
  void refusal(int choice, String piece);

  /**
   * A piece of what the model thinks.
   *
   * @param wireName the member it came in
   */
  void thinking(int choice, String wireName, String piece);

  /** A piece of a tool call, as it came; the engine decides to which call it belongs. */
  void toolCall(int choice, ToolCallPiece piece);

  /** How likely each token of the next piece of text was. */
  void logProbs(int choice, List<TokenLogProb> logProbs);

  /** How likely each token of the next piece of a refusal was. */
  void refusalLogProbs(int choice, List<TokenLogProb> logProbs);

  /** A source the model names for its text. */
  void citation(int choice, Citation citation);

  /** A piece of a recording. */
  void audio(int choice, AudioPiece piece);

  /** The model stopped in a choice; the first reason stays. */
  void finish(int choice, FinishReason reason, String raw);

  /** The tokens so far; the last report stays. */
  void usage(Usage usage);

  /** A vendor's own typed data of the answer, in place of earlier data of that type. */
  <T> void extension(Class<T> type, T value);

  /** A vendor's own typed data for who reads the stream: an event, of which no answer is made. */
  void vendorData(Object data);

  /** The provider reports an error; the stream ends with it. */
  void error(ErrorDetails details);

  /** The provider's mark of the end was read; nothing after it counts. */
  void done();
}
