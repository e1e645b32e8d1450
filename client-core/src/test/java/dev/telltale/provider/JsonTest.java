package dev.telltale.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.Random;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class JsonTest {
  private static final String[] PIECES = {
    "a",
    "é",
    "€",
    "🚀",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\t",
    "\\b",
    "\\f",
    "\\r",
    "\\u0041",
    "\\u00e9",
    "\\u20ac",
    "\\ud83d\\ude80",
    "\\ud83d",
    "\\ude80",
    "\\u0000",
    "\\u202e",
    "\\uFFFF"
  };

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "true", "[\"a\"]", "{\"a\":\"b\"}"})
  void valueThatIsNoStringIsSkipped(String value) throws IOException {
    JsonReader reader = array(value + "," + value + ",\"next\"");

    assertThat(Json.string(reader)).isNull();
    assertThat(Json.text(reader)).isNull();
    assertThat(reader.nextString()).isEqualTo("next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "\"a\""})
  void valueThatIsNoContainerIsSkipped(String value) throws IOException {
    JsonReader reader = array(value + "," + value + ",\"next\"");

    assertThat(Json.enterObject(reader)).isFalse();
    assertThat(Json.enterArray(reader)).isFalse();
    assertThat(reader.nextString()).isEqualTo("next");
  }

  @ParameterizedTest
  @CsvSource({"'\"a\"', a", "1.50, 1.50", "false, false", "null,", "'[1]',", "'{\"a\":1}',"})
  void scalarKeepsItsSpelling(String json, String text) throws IOException {
    JsonReader reader = array(json + ",\"next\"");

    assertThat(Json.scalar(reader)).isEqualTo(text);
    assertThat(reader.nextString()).isEqualTo("next");
  }

  @ParameterizedTest
  @CsvSource({
    "'\\ud83d', '\uFFFD'",
    "'\\ude80', '\uFFFD'",
    "'\\ude80\\ud83d', '\uFFFD\uFFFD'",
    "'a\\ud83db', 'a\uFFFDb'",
    "'\\ud83d\\n', '\uFFFD\n'",
    "'\\ud83d\\u0041', '\uFFFDA'",
    "'\\ud83d\\ud83d\\ude80', '\uFFFD🚀'",
    "'\\ud83d\\ude80', '🚀'",
  })
  void unpairedSurrogateIsReplaced(String escaped, String text) throws IOException {
    assertThat(Json.string(array("\"" + escaped + "\""))).isEqualTo(text);
    assertThat(Json.text(array("\"" + escaped + "\""))).isEqualTo(text);
  }

  @Test
  void longAndShortFormReadAlike() throws IOException {
    Random random = new Random(55);
    for (int round = 0; round < 2000; round++) {
      StringBuilder json = new StringBuilder("\"");
      for (int i = random.nextInt(12); i > 0; i--) {
        json.append(PIECES[random.nextInt(PIECES.length)]);
      }
      json.append('"');

      assertThat(Json.text(array(json.toString())))
          .as(json.toString())
          .isEqualTo(Json.string(array(json.toString())));
    }
  }

  @Test
  void textBeyondOneSegmentIsWhole() throws IOException {
    String text = "0123456789 \"é\" 🚀 ".repeat(10_000);
    String json = "\"" + text.replace("\"", "\\\"") + "\",\"next\"";
    JsonReader reader = array(json);

    assertThat(Json.text(reader)).isEqualTo(text);
    assertThat(reader.nextString()).isEqualTo("next");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"cut", "\"cut\\", "\"\\ud83d\\u"})
  void brokenStringIsRefused(String json) {
    assertThatThrownBy(() -> Json.text(array(json))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Json.string(array(json))).isInstanceOf(IOException.class);
  }

  @Test
  void countIsWholeAndNotNegative() throws IOException {
    JsonReader reader = array("0,9223372036854775807,7.0,-1,1.5,1e30,\"3\",null,[1],2");

    assertThat(Json.count(reader)).hasValue(0);
    assertThat(Json.count(reader)).hasValue(Long.MAX_VALUE);
    assertThat(Json.count(reader)).hasValue(7);
    for (int i = 0; i < 6; i++) {
      assertThat(Json.count(reader)).isEmpty();
    }
    assertThat(Json.count(reader)).hasValue(2);
  }

  @Test
  void amountIsExactAndOfUsualSize() throws IOException {
    JsonReader reader = array("0.00012,1e-10,-1,1e999999999,1e-999999999,\"3\",2");

    assertThat(Json.amount(reader)).isEqualByComparingTo("0.00012");
    assertThat(Json.amount(reader)).isEqualByComparingTo("0.0000000001");
    for (int i = 0; i < 4; i++) {
      assertThat(Json.amount(reader)).isNull();
    }
    assertThat(Json.amount(reader)).isEqualByComparingTo("2");
  }

  @Test
  void decimalIsFinite() throws IOException {
    JsonReader reader = array("-9999.0,-0.1,1e999,\"1\",null,[],2");

    assertThat(Json.decimal(reader)).hasValue(-9999);
    assertThat(Json.decimal(reader)).hasValue(-0.1);
    for (int i = 0; i < 4; i++) {
      assertThat(Json.decimal(reader)).isEmpty();
    }
    assertThat(Json.decimal(reader)).hasValue(2);
  }

  @Test
  void rawValueIsItsText() throws IOException {
    JsonReader reader = array("{\"a\" : [1.10, \"\\u00e9}\"]},\"é\",\"next\"");

    assertThat(Json.raw(reader)).isEqualTo("{\"a\" : [1.10, \"\\u00e9}\"]}");
    assertThat(Json.raw(reader)).isEqualTo("\"é\"");
    assertThat(reader.nextString()).isEqualTo("next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":[}}", "{\"a\":what}", "{\"a\"", "[1,,2]"})
  void rawValueThatIsNotJsonIsRefused(String json) {
    assertThatThrownBy(() -> Json.raw(array(json))).isInstanceOf(IOException.class);
  }

  private static JsonReader array(String elements) throws IOException {
    JsonReader reader = JsonReader.of(new Buffer().writeUtf8("[" + elements + "]"));
    reader.beginArray();
    return reader;
  }
}
