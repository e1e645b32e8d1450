package dev.telltale.openai;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How a model that searches the web shall do it, and for whom.
 *
 * <p>Immutable and thread-safe. {@link #toString()} does not show where the user is.
 */
public final class WebSearch {
  private static final WebSearch DEFAULTS = new WebSearch(null, null, null, null, null);

  private final @Nullable String contextSize;
  private final @Nullable String country;
  private final @Nullable String region;
  private final @Nullable String city;
  private final @Nullable String timezone;

  private WebSearch(
      @Nullable String contextSize,
      @Nullable String country,
      @Nullable String region,
      @Nullable String city,
      @Nullable String timezone) {
    this.contextSize = contextSize;
    this.country = country;
    this.region = region;
    this.city = city;
    this.timezone = timezone;
  }

  /** A search as the provider does it by default. */
  public static WebSearch defaults() {
    return DEFAULTS;
  }

  /** Returns this search with how much to read: {@code low}, {@code medium} or {@code high}. */
  public WebSearch withContextSize(String size) {
    return new WebSearch(requireNonNull(size, "size"), country, region, city, timezone);
  }

  /** Returns this search for a user in a country, by its two letters. */
  public WebSearch withCountry(String code) {
    return new WebSearch(contextSize, requireNonNull(code, "code"), region, city, timezone);
  }

  /** Returns this search for a user in a region, such as a federal state. */
  public WebSearch withRegion(String region) {
    return new WebSearch(contextSize, country, requireNonNull(region, "region"), city, timezone);
  }

  /** Returns this search for a user in a city. */
  public WebSearch withCity(String city) {
    return new WebSearch(contextSize, country, region, requireNonNull(city, "city"), timezone);
  }

  /** Returns this search for a user in a time zone, such as {@code Europe/Oslo}. */
  public WebSearch withTimezone(String zone) {
    return new WebSearch(contextSize, country, region, city, requireNonNull(zone, "zone"));
  }

  /** How much to read, or null for the default. */
  public @Nullable String contextSize() {
    return contextSize;
  }

  /** The user's country, or null. */
  public @Nullable String country() {
    return country;
  }

  /** The user's region, or null. */
  public @Nullable String region() {
    return region;
  }

  /** The user's city, or null. */
  public @Nullable String city() {
    return city;
  }

  /** The user's time zone, or null. */
  public @Nullable String timezone() {
    return timezone;
  }

  /** Whether anything is said about where the user is. */
  public boolean located() {
    return country != null || region != null || city != null || timezone != null;
  }

  @Override
  public String toString() {
    return "WebSearch[" + contextSize + (located() ? ", located]" : "]");
  }
}
