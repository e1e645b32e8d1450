package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatResponse;
import dev.telltale.StreamEvent;
import dev.telltale.ToolCall;

/**
 * One step of a streamed tool loop.
 *
 * <p>New kinds of event will be added; code that branches over events ignores those it does not
 * know.
 */
public sealed interface ToolLoopEvent
    permits ToolLoopEvent.Streamed,
        ToolLoopEvent.RoundEnded,
        ToolLoopEvent.ToolEnded,
        UnknownToolLoopEvent {

  /**
   * The model said something.
   *
   * @param round the round, from 1
   * @param event what it said
   */
  record Streamed(int round, StreamEvent event) implements ToolLoopEvent {
    /** Creates an event. */
    public Streamed {
      requireNonNull(event, "event");
    }
  }

  /**
   * A round is complete. If it asks for tools, they run when the next event is asked for.
   *
   * @param round the round, from 1
   * @param response what the model said in it; its {@link ToolCall}s are what runs next
   */
  record RoundEnded(int round, ChatResponse response) implements ToolLoopEvent {
    /** Creates an event. */
    public RoundEnded {
      requireNonNull(response, "response");
    }
  }

  /**
   * A tool ran, or was not let run.
   *
   * @param run what came of it
   */
  record ToolEnded(ToolRun run) implements ToolLoopEvent {
    /** Creates an event. */
    public ToolEnded {
      requireNonNull(run, "run");
    }
  }
}
