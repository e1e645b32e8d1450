package dev.telltale.observability.promptlog.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Appends entries to encrypted segments in a directory, which any number of programs may share.
 *
 * <p>A segment is begun by the first entry, and sealed after 16 MiB, after an hour, or at {@link
 * #close}. What was appended survives the end of the process, and after {@link #flush} a power
 * failure. Old segments are deleted as new ones begin.
 *
 * <p>Thread-safe; calls wait for the disk and for each other. Whoever opens it closes it.
 */
public final class EncryptedSegmentStore implements AutoCloseable {
  static final Duration MAX_SEGMENT_AGE = Duration.ofHours(1);
  static final Duration BACK_OFF = Duration.ofSeconds(30);

  private static final Duration RETENTION_INTERVAL = Duration.ofMinutes(10);

  private final StoreDirectory directory;
  private final KeyProvider keys;
  private final Retention retention;
  private final long segmentBytes;
  private final SegmentOutput.Opener opener;
  private final InstantSource clock;
  private final FreeSpace freeSpace;
  private final Object lock = new Object();

  // Guarded by lock.
  private @Nullable SegmentWriter writer;
  private Instant notBefore = Instant.MIN;
  private Instant retentionDue = Instant.MIN;
  private boolean dirty;
  private boolean closed;

  private EncryptedSegmentStore(Builder builder, StoreDirectory directory) {
    this.directory = directory;
    this.keys = builder.keys;
    this.retention = new Retention(directory, builder.maxAge, builder.maxBytes);
    this.segmentBytes = Math.min(Builder.SEGMENT_BYTES, Math.max(1, builder.maxBytes / 4));
    this.opener = builder.opener;
    this.clock = builder.clock;
    this.freeSpace = builder.freeSpace;
  }

  /** Returns a builder of a store in a directory, which is made if it is missing. */
  public static Builder builder(Path directory, KeyProvider keys) {
    return new Builder(directory, keys);
  }

  /**
   * Appends an entry. After a failure nothing is tried for 30 seconds, so that a full disk costs
   * little.
   *
   * @throws IOException if it was not kept: it is too long, the disk is full or failed, the key
   *     cannot be had, or the store is closed
   */
  public void append(StoredEntry entry) throws IOException {
    Payload payload = Payload.of(entry);
    synchronized (lock) {
      Instant now = clock.instant();
      if (closed) {
        throw new IOException("The store is closed.");
      }
      // A clock that was set back must not make it wait for longer.
      if (now.isBefore(notBefore) && !now.isBefore(notBefore.minus(BACK_OFF))) {
        throw new IOException("The store waits after a failure before it is tried again.");
      }
      try {
        writerAt(now).append(entry, payload);
        dirty = true;
      } catch (IOException failed) {
        giveUp(now);
        throw failed;
      } catch (GeneralSecurityException failed) {
        giveUp(now);
        throw new IOException("The key of the prompt log cannot be used.", failed);
      }
    }
  }

  /**
   * Returns when everything appended is on the disk, and deletes old segments now and then.
   *
   * @throws IOException if the disk failed
   */
  public void flush() throws IOException {
    synchronized (lock) {
      Instant now = clock.instant();
      if (dirty && writer != null) {
        try {
          writer.force();
          dirty = false;
        } catch (IOException failed) {
          giveUp(now);
          throw failed;
        }
        leaveSpace(now);
      }
      if (!now.isBefore(retentionDue) && !closed) {
        applyRetention(now);
      }
    }
  }

  /** Seals the segment. Idempotent. */
  @Override
  public void close() throws IOException {
    synchronized (lock) {
      closed = true;
      sealWriter(clock.instant());
    }
  }

  private SegmentWriter writerAt(Instant now) throws IOException, GeneralSecurityException {
    if (writer != null && over(writer, now)) {
      sealWriter(now);
    }
    if (writer == null) {
      applyRetention(now);
      freeSpace.require(directory.path());
      SegmentName name = directory.freshName(now);
      SegmentOutput output = opener.create(directory.resolve(name));
      try {
        writer = SegmentWriter.start(output, keys, now);
      } catch (IOException | GeneralSecurityException | RuntimeException failed) {
        output.close();
        Files.deleteIfExists(directory.resolve(name));
        throw failed;
      }
      directory.force();
    }
    return writer;
  }

  private boolean over(SegmentWriter segment, Instant now) {
    return segment.length() >= segmentBytes
        || now.isBefore(segment.created())
        || !now.isBefore(segment.created().plus(MAX_SEGMENT_AGE));
  }

  private void leaveSpace(Instant now) throws IOException {
    try {
      freeSpace.require(directory.path());
    } catch (IOException nearlyFull) {
      sealWriter(now);
      notBefore = now.plus(BACK_OFF);
      throw nearlyFull;
    }
  }

  private void applyRetention(Instant now) throws IOException {
    retentionDue = now.plus(RETENTION_INTERVAL);
    retention.apply(now);
  }

  private void sealWriter(Instant now) throws IOException {
    SegmentWriter sealing = writer;
    writer = null;
    dirty = false;
    if (sealing == null) {
      return;
    }
    try {
      sealing.seal(now);
    } catch (GeneralSecurityException failed) {
      throw new IOException("The segment could not be sealed.", failed);
    }
  }

  private void giveUp(Instant now) {
    notBefore = now.plus(BACK_OFF);
    if (writer != null) {
      writer.abandon();
      writer = null;
    }
    dirty = false;
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    /** The default of {@link #maxAge}: 7 days. */
    public static final Duration DEFAULT_MAX_AGE = Duration.ofDays(7);

    /** The default of {@link #maxBytes}: 1 GiB. */
    public static final long DEFAULT_MAX_BYTES = 1L << 30;

    private static final long SEGMENT_BYTES = 16L << 20;

    private final Path directory;
    private final KeyProvider keys;
    private Duration maxAge = DEFAULT_MAX_AGE;
    private long maxBytes = DEFAULT_MAX_BYTES;
    private SegmentOutput.Opener opener = ChannelOutput::create;
    private InstantSource clock = InstantSource.system();
    private FreeSpace freeSpace = FreeSpace.ofDisk();

    private Builder(Path directory, KeyProvider keys) {
      this.directory = requireNonNull(directory, "directory");
      this.keys = requireNonNull(keys, "keys");
    }

    /**
     * Sets how long entries are kept, give or take the hour that a segment covers. Default: 7 days.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder maxAge(Duration maxAge) {
      if (maxAge.isNegative() || maxAge.isZero()) {
        throw new IllegalArgumentException("maxAge must be positive, not " + maxAge);
      }
      this.maxAge = maxAge;
      return this;
    }

    /**
     * Sets how large the directory may get; the oldest segments go first. It may be exceeded by the
     * segments being written, of at most 16 MiB each. Default: 1 GiB.
     *
     * @throws IllegalArgumentException if it is less than 1 MiB
     */
    public Builder maxBytes(long maxBytes) {
      if (maxBytes < 1 << 20) {
        throw new IllegalArgumentException("maxBytes must be at least 1 MiB, not " + maxBytes);
      }
      this.maxBytes = maxBytes;
      return this;
    }

    Builder opener(SegmentOutput.Opener opener) {
      this.opener = opener;
      return this;
    }

    Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    Builder freeSpace(FreeSpace freeSpace) {
      this.freeSpace = freeSpace;
      return this;
    }

    /**
     * Opens the store. No segment is begun yet.
     *
     * @throws IOException if the directory cannot be made, is a link, or others than its owner may
     *     open it
     */
    public EncryptedSegmentStore open() throws IOException {
      return new EncryptedSegmentStore(this, StoreDirectory.create(directory));
    }
  }
}
