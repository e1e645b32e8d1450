package dev.telltale.observability.cost;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs from a day on, or at some hours of the day.
 *
 * @param from the first day in UTC, or null if since ever
 * @param hours the time of day in UTC, or null for the whole day
 * @param tiers the rates of service tiers other than the standard one
 */
record PricePeriod(
    @Nullable LocalDate from,
    @Nullable Hours hours,
    RateCard standard,
    Map<String, RateCard> tiers) {
  PricePeriod {
    tiers = Map.copyOf(tiers);
  }

  /** The last period that holds at this time; the first one also holds for earlier times. */
  static PricePeriod at(Instant time, List<PricePeriod> periods) {
    PricePeriod found = periods.get(0);
    if (periods.size() > 1) {
      LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
      for (PricePeriod period : periods) {
        if (period.covers(utc)) {
          found = period;
        }
      }
    }
    return found;
  }

  private boolean covers(LocalDateTime utc) {
    return (from == null || !utc.toLocalDate().isBefore(from))
        && (hours == null || hours.cover(utc.toLocalTime()));
  }

  /** A time of day; it goes over midnight if its end is before its start. */
  record Hours(LocalTime start, LocalTime end) {
    boolean cover(LocalTime time) {
      boolean started = !time.isBefore(start);
      boolean ended = !time.isBefore(end);
      return start.isBefore(end) ? started && !ended : started || !ended;
    }
  }
}
