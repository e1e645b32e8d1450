package dev.telltale.openai.wire;

import dev.telltale.Citation;
import dev.telltale.FinishReason;
import dev.telltale.TokenLogProb;
import dev.telltale.Usage;
import dev.telltale.provider.AudioPiece;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.StreamSink;
import dev.telltale.provider.ToolCallPiece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps what a decoder says. */
final class RecordingSink implements StreamSink {
  @Nullable String id;
  @Nullable String model;
  @Nullable String serviceTier;
  @Nullable Usage usage;
  @Nullable ErrorDetails error;
  boolean done;
  final List<String> calls = new ArrayList<>();
  final List<String> deltas = new ArrayList<>();
  final Map<Class<?>, Object> extensions = new HashMap<>();
  final Map<Integer, Recorded> choices = new TreeMap<>();

  /** What came of one choice. */
  static final class Recorded {
    final StringBuilder text = new StringBuilder();
    final StringBuilder refusal = new StringBuilder();
    final List<ToolCallPiece> toolCalls = new ArrayList<>();
    final List<TokenLogProb> logProbs = new ArrayList<>();
    final List<Citation> citations = new ArrayList<>();
    final List<AudioPiece> audio = new ArrayList<>();
    @Nullable FinishReason finishReason;
    @Nullable String rawFinishReason;
  }

  /** The first choice, or an empty one. */
  Recorded first() {
    return choices.isEmpty() ? new Recorded() : choices.values().iterator().next();
  }

  /** Whether the stream said that it is whole. */
  boolean complete() {
    boolean finished = choices.values().stream().allMatch(choice -> choice.finishReason != null);
    return done || (finished && !choices.isEmpty());
  }

  @Override
  public void id(String id) {
    calls.add("id");
    this.id = this.id == null ? id : this.id;
  }

  @Override
  public void model(String model) {
    calls.add("model");
    this.model = this.model == null ? model : this.model;
  }

  @Override
  public void serviceTier(String serviceTier) {
    calls.add("serviceTier");
    this.serviceTier = serviceTier;
  }

  @Override
  public void choice(int choice) {
    at(choice);
  }

  @Override
  public void text(int choice, String piece) {
    calls.add("text");
    deltas.add(piece);
    at(choice).text.append(piece);
  }

  @Override
  public void refusal(int choice, String piece) {
    calls.add("refusal");
    at(choice).refusal.append(piece);
  }

  @Override
  public void thinking(int choice, String wireName, String piece) {
    calls.add("thinking");
    deltas.add(wireName + ": " + piece);
    at(choice);
  }

  @Override
  public void toolCall(int choice, ToolCallPiece piece) {
    calls.add("toolCall");
    at(choice).toolCalls.add(piece);
  }

  @Override
  public void logProbs(int choice, List<TokenLogProb> logProbs) {
    calls.add("logProbs");
    at(choice).logProbs.addAll(logProbs);
  }

  @Override
  public void refusalLogProbs(int choice, List<TokenLogProb> logProbs) {
    calls.add("refusalLogProbs");
    at(choice).logProbs.addAll(logProbs);
  }

  @Override
  public void citation(int choice, Citation citation) {
    calls.add("citation");
    at(choice).citations.add(citation);
  }

  @Override
  public void audio(int choice, AudioPiece piece) {
    calls.add("audio");
    at(choice).audio.add(piece);
  }

  @Override
  public void finish(int choice, FinishReason reason, String raw) {
    calls.add("finish");
    if (at(choice).finishReason == null) {
      at(choice).finishReason = reason;
      at(choice).rawFinishReason = raw;
    }
  }

  @Override
  public void usage(Usage usage) {
    calls.add("usage");
    this.usage = usage;
  }

  @Override
  public <T> void extension(Class<T> type, T value) {
    calls.add("extension");
    extensions.put(type, value);
  }

  @Override
  public void vendorData(Object data) {
    calls.add("vendorData");
  }

  @Override
  public void error(ErrorDetails details) {
    calls.add("error");
    this.error = details;
  }

  @Override
  public void done() {
    calls.add("done");
    this.done = true;
  }

  private Recorded at(int choice) {
    return choices.computeIfAbsent(choice, index -> new Recorded());
  }
}
