package dev.telltale.observability.promptlog;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** What keys, addresses and numbers look like. Every repetition is bounded or possessive. */
final class Shapes {
  /** The end of an escape, after which a word begins although a letter or digit stands there. */
  private static final String ESCAPE =
      "|(?<=\\\\[bfnrt])|(?<=\\\\u[0-9A-Fa-f]{4})|(?<=%[0-9A-Fa-f]{2})";

  static final Shapes PLAIN = new Shapes("", "");

  /** Finds the same in JSON within a text and in URLs; takes longer. */
  static final Shapes ESCAPED = new Shapes(ESCAPE, "(?!(?<=\\\\)(?:[bfnrt]|u[0-9A-Fa-f]{4}))");

  /** Countries and how long their account numbers are. */
  private static final String IBAN_LENGTHS =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29CH21CR22CY28CZ24DE22DK18DO28EE20ES24FI18FO18FR27"
          + "GB22GE22GI23GL18GR27HR21HU28IE22IL23IS26IT27KW30KZ20LB28LI21LT20LU20LV21MC27MD24ME22"
          + "MK19MT31NL18NO15PK24PL28PT25QA29RO24RS22SA24SE24SI19SK24SM27TN24TR26UA29VG24XK20";

  private static final BigInteger IBAN_MODULUS = BigInteger.valueOf(97);

  final Pattern apiKey;
  final Pattern email;
  final Pattern card;
  final Pattern phone;
  final Pattern iban;

  private Shapes(String escape, String noEscape) {
    this.apiKey = apiKey(escape);
    this.email =
        Pattern.compile(
            "(?:(?<![A-Za-z0-9._%+-])"
                + (noEscape + escape)
                + ")[A-Za-z0-9._%+-]{1,64}+@[A-Za-z0-9-]{1,63}+"
                + "(?:\\.[A-Za-z0-9-]{1,63}+){1,8}+");
    this.card = Pattern.compile("(?:(?<![\\d.+])" + escape + ")\\d(?:[ -]?\\d){12,18}+(?![\\d])");
    this.phone =
        Pattern.compile(
            "(?:(?<![\\w.+])"
                + escape
                + ")(?:\\+\\d{1,3}(?:[ .()/-]{0,2}\\d){6,13}+"
                + "|\\(\\d{3}\\) ?\\d{3}[-. ]\\d{4}"
                + "|\\d{3}[-.]\\d{3}[-.]\\d{4}"
                + "|0\\d{1,4}[ /-]\\d{3,8}(?:[ -]\\d{2,5}){0,3}+)(?![\\w])");
    this.iban =
        Pattern.compile("(?:\\b" + escape + ")[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{1,4}){3,8}+(?![A-Z0-9])");
  }

  /** The shapes that find all there is to find in a text. */
  static Shapes of(String text) {
    return text.indexOf('\\') < 0 && text.indexOf('%') < 0 ? PLAIN : ESCAPED;
  }

  private static Pattern apiKey(String escape) {
    return Pattern.compile(
        String.join(
            "|",
            "-----BEGIN [A-Z0-9 ]{0,20}PRIVATE KEY(?: BLOCK)?-----(?:"
                + "(?:(?!-----)[\\s\\S]){1,16384}+-----END [A-Z0-9 ]{0,20}PRIVATE KEY"
                + "(?: BLOCK)?-----|(?:[A-Za-z0-9+/=\\s]|\\\\[nrt]){1,16384}+)",
            // What stands before a word is looked at once, and not for each kind of key.
            "(?:(?<!\\w)"
                + escape
                + ")(?:(?<!-)eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+"
                + "|(?:sk|pk|rk|xai|gsk|pplx|hf|glpat|tgp|r8|nvapi)[-_][A-Za-z0-9_-]{16,}+"
                + "|gh[pousr]_[A-Za-z0-9]{30,}+"
                + "|github_pat_[A-Za-z0-9_]{30,}+"
                + "|xox[abprs]-[A-Za-z0-9-]{10,}+"
                + "|(?:AKIA|ASIA)[0-9A-Z]{16}\\b"
                + "|AIza[0-9A-Za-z_-]{35}"
                + "|[0-9a-f]{32}\\b"
                + "|[A-Za-z0-9]{84}\\b"
                + "|(?i:bearer\\s{1,4}[A-Za-z0-9._~+/-]{16,}+=*+))"));
  }

  /** All of a candidate whose check digit is right (Luhn). */
  static int cardLength(String candidate) {
    int sum = 0;
    int digits = 0;
    for (int i = candidate.length() - 1; i >= 0; i--) {
      int digit = candidate.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        continue;
      }
      int weighed = digits % 2 == 1 ? digit * 2 : digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
      digits++;
    }
    return sum % 10 == 0 && sum > 0 ? candidate.length() : 0;
  }

  /** As much of a candidate as its country's numbers have, if the check digits are right. */
  static int ibanLength(String candidate) {
    int country = IBAN_LENGTHS.indexOf(candidate.substring(0, 2));
    if (country < 0 || country % 4 != 0) {
      return 0;
    }
    int expected = Integer.parseInt(IBAN_LENGTHS.substring(country + 2, country + 4));
    StringBuilder compact = new StringBuilder(expected);
    int length = 0;
    while (length < candidate.length() && compact.length() < expected) {
      char next = candidate.charAt(length++);
      if (next != ' ') {
        compact.append(next);
      }
    }
    return compact.length() == expected && checked(compact.toString()) ? length : 0;
  }

  private static boolean checked(String iban) {
    StringBuilder digits = new StringBuilder();
    (iban.substring(4) + iban.substring(0, 4))
        .chars()
        .forEach(c -> digits.append(Character.digit(c, 36)));
    return new BigInteger(digits.toString()).mod(IBAN_MODULUS).equals(BigInteger.ONE);
  }
}
