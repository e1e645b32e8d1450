package dev.telltale.internal.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Says whose turn it is: bounds how many calls of a client are under way, how many threads they
 * were given, and how many calls wait for either. Thread-safe.
 *
 * <p>A call has a {@link Place} here from its turn to its end. Calls take turns in the order in
 * which they asked, but for those that still need a thread where there is none: these hold up
 * nobody who has one. No place is taken without the thread that goes with it, so whoever has a
 * place can go on, and nobody who waits is waited for.
 */
final class CallQueue {
  /** As a limit: none. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  private final int maxRunning;
  private final int maxThreads;
  private final int maxQueued;
  private final ReentrantLock lock = new ReentrantLock();

  /*
   * All below are guarded by lock. Whenever it is free, the first of each line waits for something
   * that there is not.
   */

  private final Set<Place> waiting = new LinkedHashSet<>();
  private final Set<Place> waitingForThread = new LinkedHashSet<>();
  private int running;
  private int threads;
  private long arrivals;

  /**
   * A queue without calls.
   *
   * @param maxRunning the most calls under way
   * @param maxThreads the most threads for calls that bring none
   * @param maxQueued the most calls that wait
   */
  CallQueue(int maxRunning, int maxThreads, int maxQueued) {
    this.maxRunning = maxRunning;
    this.maxThreads = maxThreads;
    this.maxQueued = maxQueued;
  }

  /** Whether calls that bring a thread never have to ask. */
  boolean unlimited() {
    return maxRunning == UNLIMITED;
  }

  /** The place of a call that has not asked for it. */
  Place place() {
    return new Place(this, true);
  }

  /** The place of what makes calls, which take turns, and may itself need a thread. */
  Place placeOfSeries() {
    return new Place(this, false);
  }

  /** A thread that a place was given has ended. */
  void threadEnded() {
    List<Place> next;
    lock.lock();
    try {
      threads--;
      next = takeAll();
    } finally {
      lock.unlock();
    }
    next.forEach(place -> place.onTurn.run());
  }

  private Answer ask(Place place) {
    lock.lock();
    try {
      if (place.left) {
        return Answer.REFUSED;
      }
      place.arrival = arrivals++;
      line(place).add(place);
      // Nobody else can go on because one more asks.
      takeAll();
      if (place.taken) {
        return Answer.TAKEN;
      }
      if (waiting.size() + waitingForThread.size() > maxQueued) {
        line(place).remove(place);
        return Answer.REFUSED;
      }
      return Answer.WAITS;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Place place) {
    List<Place> next;
    lock.lock();
    try {
      place.left = true;
      if (place.taken) {
        place.taken = false;
        running -= place.turns;
      } else {
        line(place).remove(place);
      }
      next = takeAll();
    } finally {
      lock.unlock();
    }
    next.forEach(other -> other.onTurn.run());
  }

  private Set<Place> line(Place place) {
    return place.needsThread ? waitingForThread : waiting;
  }

  /** Lets all that can go on take their places; they are to be told without the lock. */
  private List<Place> takeAll() {
    List<Place> taken = List.of();
    for (Place next = next(); next != null; next = next()) {
      line(next).remove(next);
      next.taken = true;
      running += next.turns;
      threads += next.needsThread ? 1 : 0;
      taken = taken.isEmpty() ? new ArrayList<>() : taken;
      taken.add(next);
    }
    return taken;
  }

  /** Who can go on and asked first. */
  private @Nullable Place next() {
    Place next = first(waiting);
    Place other = threads < maxThreads ? first(waitingForThread) : null;
    if (next == null || (other != null && other.arrival < next.arrival)) {
      return other;
    }
    return next;
  }

  /** The first of a line, unless it needs a turn that there is not. */
  private @Nullable Place first(Set<Place> line) {
    if (line.isEmpty()) {
      return null;
    }
    Place first = line.iterator().next();
    return first.turns == 0 || running < maxRunning ? first : null;
  }

  /** What a call is told that asks for its turn. */
  enum Answer {
    /** It has a place. */
    TAKEN,
    /** It waits for one. */
    WAITS,
    /** As many wait as may, or the call is over. */
    REFUSED
  }

  /** The place of one call. */
  static final class Place {
    private final CallQueue queue;

    /** How many it takes: 1, or 0 for what only makes calls. */
    private final int turns;

    /* Written once before the place is in the queue; the lock then shows them to others. */
    private boolean needsThread;
    private Runnable onTurn = () -> {};

    /** Guarded by the queue's lock, as is the next. */
    private long arrival;

    private boolean left;

    /** Written under the queue's lock. */
    private volatile boolean taken;

    private Place(CallQueue queue, boolean needsTurn) {
      this.queue = queue;
      this.turns = needsTurn ? 1 : 0;
    }

    /** Whether the call may go on. */
    boolean taken() {
      return taken;
    }

    /** Whether the call may go on without asking, as it brings a thread and nothing is bounded. */
    boolean unlimited() {
      return queue.unlimited();
    }

    /**
     * Asks for the call's turn on a thread that it has.
     *
     * @param turn run when a turn that is waited for comes, on whatever thread made room
     */
    Answer ask(Runnable turn) {
      onTurn = turn;
      return queue.ask(this);
    }

    /**
     * Asks for the call's turn and a thread, of whose end {@link CallQueue#threadEnded()} is told.
     *
     * @param turn run when a turn that is waited for comes, on whatever thread made room
     */
    Answer askForThread(Runnable turn) {
      needsThread = true;
      return ask(turn);
    }

    /** Gives up the place, or the wait for it, for good. */
    void leave() {
      queue.leave(this);
    }
  }
}
