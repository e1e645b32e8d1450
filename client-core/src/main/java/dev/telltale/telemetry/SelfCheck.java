package dev.telltale.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link dev.telltale.Telemetry} says of itself: which OpenTelemetry it reports to, whether
 * that records, what content is kept, where it goes and how old the prices are.
 *
 * <p>Immutable and thread-safe. {@link #toString()} has one line per finding, and no secrets.
 */
public final class SelfCheck {
  private final List<Finding> findings;

  private SelfCheck(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  /** A self-check with these findings. */
  public static SelfCheck of(List<Finding> findings) {
    return new SelfCheck(findings);
  }

  /** All findings, in the order they were made; unmodifiable. */
  public List<Finding> findings() {
    return findings;
  }

  /** What was found of a subject such as {@code spans}, or null if it was not looked at. */
  public @Nullable String finding(String subject) {
    for (Finding finding : findings) {
      if (finding.subject().equals(subject)) {
        return finding.state();
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
  }

  /**
   * One finding.
   *
   * @param subject what was looked at, such as {@code exporters}
   * @param state what was found, in a few words
   */
  public record Finding(String subject, String state) {
    /** Creates a finding. */
    public Finding {
      requireNonNull(subject, "subject");
      requireNonNull(state, "state");
    }

    @Override
    public String toString() {
      return subject + ": " + state;
    }
  }
}
