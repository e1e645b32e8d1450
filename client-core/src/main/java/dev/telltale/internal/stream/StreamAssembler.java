package dev.telltale.internal.stream;

import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Citation;
import dev.telltale.Content;
import dev.telltale.FinishReason;
import dev.telltale.ResponseHeaders;
import dev.telltale.StreamEvent;
import dev.telltale.TokenLogProb;
import dev.telltale.ToolCall;
import dev.telltale.Usage;
import dev.telltale.internal.http.SentHeaders;
import dev.telltale.provider.AudioPiece;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.StreamSink;
import dev.telltale.provider.ToolCallPiece;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okio.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Puts the answer together from the pieces a decoder hands over, and queues the events its reader
 * is owed. Used by one thread at a time.
 */
final class StreamAssembler implements StreamSink {
  private final ResponseHeaders headers;
  private final @Nullable String requestId;
  private final SentHeaders sent;
  private final ArrayDeque<StreamEvent> pending = new ArrayDeque<>(4);
  private final List<ChoiceAssembler> choices = new ArrayList<>(1);
  private final Map<Class<?>, Object> extensions = new HashMap<>();
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable String serviceTier;
  private Usage usage = Usage.unknown();
  private @Nullable ErrorDetails error;
  private @Nullable ChatResponse whole;
  private boolean done;
  private boolean progress;
  private long textBytes;

  /** One whose server is not to repeat the secrets of what was sent to it. */
  StreamAssembler(ResponseHeaders headers, @Nullable String requestId, SentHeaders sent) {
    this.headers = headers;
    this.requestId = requestId;
    this.sent = sent;
  }

  @Nullable StreamEvent poll() {
    return pending.poll();
  }

  @Nullable String model() {
    return model;
  }

  boolean doneSeen() {
    return done;
  }

  /** Says whether anything of the answer came since it was asked last. */
  boolean takeProgress() {
    boolean came = progress;
    progress = false;
    return came;
  }

  /** The text so far, of whatever kind, in UTF-8. */
  long textBytes() {
    return textBytes;
  }

  @Nullable ErrorDetails error() {
    return error;
  }

  /** Whether the provider said that it is done, or why it stopped in every choice. */
  boolean complete() {
    if (done) {
      return true;
    }
    for (ChoiceAssembler choice : choices) {
      if (!choice.finished()) {
        return false;
      }
    }
    return !choices.isEmpty();
  }

  boolean filtered() {
    for (ChoiceAssembler choice : choices) {
      if (choice.filtered()) {
        return true;
      }
    }
    return false;
  }

  /** Takes a whole answer that came where a stream was asked for, and owes its events. */
  void whole(ChatResponse response) {
    for (Choice choice : response.choices()) {
      choice.message().parts().forEach(part -> whole(choice.index(), part));
      if (choice.finishReason() != null && choice.rawFinishReason() != null) {
        finish(choice.index(), choice.finishReason(), choice.rawFinishReason());
      }
    }
    if (response.usage().known()) {
      usage(response.usage());
    }
    whole = response;
    done = true;
  }

  ChatResponse response() {
    return whole == null ? assembled() : whole;
  }

  @Override
  public void id(String id) {
    if (this.id == null && !id.isEmpty()) {
      this.id = sent.hide(id);
    }
  }

  @Override
  public void model(String model) {
    if (this.model == null && !model.isEmpty()) {
      this.model = sent.hide(model);
    }
  }

  @Override
  public void serviceTier(String serviceTier) {
    this.serviceTier = sent.hide(serviceTier);
  }

  @Override
  public void choice(int choice) {
    at(choice);
  }

  @Override
  public void text(int choice, String piece) {
    if (!piece.isEmpty()) {
      at(choice).text(piece);
      grown(piece);
      pending.add(new StreamEvent.TextDelta(choice, piece));
    }
  }

  @Override
  public void refusal(int choice, String piece) {
    if (!piece.isEmpty()) {
      at(choice).refusal(piece);
      grown(piece);
      pending.add(new StreamEvent.RefusalDelta(choice, piece));
    }
  }

  @Override
  public void thinking(int choice, String wireName, String piece) {
    if (!piece.isEmpty()) {
      at(choice).thinking(wireName, piece);
      grown(piece);
      pending.add(new StreamEvent.ThinkingDelta(choice, piece));
    }
  }

  @Override
  public void toolCall(int choice, ToolCallPiece piece) {
    ToolCallAssembler.Taken taken = at(choice).toolCalls().take(hidden(piece));
    if (taken != null) {
      grown(piece.arguments());
      pending.add(
          new StreamEvent.ToolCallDelta(choice, taken.call(), taken.name(), piece.arguments()));
    }
  }

  @Override
  public void logProbs(int choice, List<TokenLogProb> logProbs) {
    at(choice).logProbs(logProbs);
    grown(logProbs);
  }

  @Override
  public void refusalLogProbs(int choice, List<TokenLogProb> logProbs) {
    at(choice).refusalLogProbs(logProbs);
    grown(logProbs);
  }

  @Override
  public void citation(int choice, Citation citation) {
    at(choice).citation(citation);
    grown(citation.url());
  }

  @Override
  public void audio(int choice, AudioPiece piece) {
    at(choice).audio(piece);
    if (!piece.data().isEmpty() || !piece.transcript().isEmpty()) {
      grown(piece.data());
      grown(piece.transcript());
      pending.add(new StreamEvent.AudioDelta(choice, piece.data(), piece.transcript()));
    }
  }

  @Override
  public void finish(int choice, FinishReason reason, String raw) {
    progress = true;
    String word = sent.hide(raw);
    FinishReason first = at(choice).finish(reason, word);
    if (first != null) {
      pending.add(new StreamEvent.Finished(choice, first, word));
    }
  }

  @Override
  public void usage(Usage usage) {
    this.usage = usage;
    progress = true;
    pending.add(new StreamEvent.UsageReported(usage));
  }

  @Override
  public <T> void extension(Class<T> type, T value) {
    extensions.put(type, value);
  }

  @Override
  public void vendorData(Object data) {
    pending.add(new StreamEvent.VendorData(data));
  }

  @Override
  public void error(ErrorDetails details) {
    if (error == null) {
      error = details;
    }
  }

  @Override
  public void done() {
    done = true;
  }

  private ToolCallPiece hidden(ToolCallPiece piece) {
    String id = piece.id();
    String name = piece.name();
    if ((id == null || !sent.repeats(id)) && (name == null || !sent.repeats(name))) {
      return piece;
    }
    return new ToolCallPiece(
        piece.index(),
        sent.hideIfSent(id),
        sent.hideIfSent(name),
        piece.kind(),
        piece.arguments(),
        piece.providerData());
  }

  private void grown(String piece) {
    progress = true;
    textBytes += Utf8.size(piece);
  }

  /** Kept like text, and larger than it. */
  private void grown(List<TokenLogProb> logProbs) {
    for (TokenLogProb token : logProbs) {
      grown(token.token());
      grown(token.top());
    }
  }

  private ChatResponse assembled() {
    List<Choice> built = new ArrayList<>(choices.size());
    for (ChoiceAssembler choice : choices) {
      built.add(choice.toChoice());
    }
    ChatResponse.Builder response =
        ChatResponse.builder()
            .id(id)
            .model(model)
            .serviceTier(serviceTier)
            .choices(built)
            .usage(usage)
            .headers(headers)
            .requestId(requestId);
    extensions.forEach((type, value) -> extend(response, type, value));
    return response.build();
  }

  private void whole(int choice, Content part) {
    if (part instanceof Content.Text text) {
      text(choice, text.text());
    } else if (part instanceof Content.Refusal refusal) {
      refusal(choice, refusal.text());
    } else if (part instanceof Content.Thinking thinking) {
      thinking(choice, thinking.wireName(), thinking.text());
    } else if (part instanceof ToolCall call) {
      toolCall(choice, ToolCallPiece.of(call));
    } else if (part instanceof Content.Audio audio) {
      String sound = audio.media() == null ? null : audio.media().base64();
      String said = audio.transcript();
      audio(
          choice,
          new AudioPiece(
              audio.id(), sound == null ? "" : sound, said == null ? "" : said, audio.expiresAt()));
    }
  }

  private static <T> void extend(ChatResponse.Builder response, Class<T> type, Object value) {
    response.extension(type, type.cast(value));
  }

  /**
   * Few choices and nearly always the first: a list in the order of appearance, sorted by index.
   */
  private ChoiceAssembler at(int index) {
    int position = 0;
    while (position < choices.size()) {
      ChoiceAssembler choice = choices.get(position);
      if (choice.index() == index) {
        return choice;
      }
      if (choice.index() > index) {
        break;
      }
      position++;
    }
    ChoiceAssembler created = new ChoiceAssembler(index);
    choices.add(position, created);
    return created;
  }
}
