package dev.telltale.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
final class JsonValuesTest {

  @Test
  void numbersKeepEveryDigit() throws IOException {
    Map<String, Object> object =
        JsonValues.parseObject("{\"a\":12345678901234567,\"b\":1.10,\"c\":92233720368547758080}");

    assertThat(object)
        .containsEntry("a", 12345678901234567L)
        .containsEntry("b", new BigDecimal("1.10"))
        .containsEntry("c", new BigDecimal("92233720368547758080"));
  }

  @Test
  void valuesOfEveryKindComeBack() throws IOException {
    String json = "{\"z\":[1,\"two\",true,null,{\"deep\":{}}],\"a\":null}";

    Map<String, Object> object = JsonValues.parseObject(json);

    assertThat(object.keySet()).containsExactly("z", "a");
    assertThat(written(object)).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "\"text\"", "{", "{\"a\":}", "{} {}", "{\"a\":1", "{'a':1}", "nul"})
  void anythingButOneObjectIsRefused(String json) {
    assertThatThrownBy(() -> JsonValues.parseObject(json)).isInstanceOf(IOException.class);
  }

  @Test
  void refusalDoesNotHoldTheText() {
    String deep = "{\"secret\":".repeat(300);

    assertThatThrownBy(() -> JsonValues.parseObject(deep))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void whatIsNotJsonIsNotWritten() {
    assertThatThrownBy(() -> written(Map.of("a", Arrays.asList(1, new Object()))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
    assertThatThrownBy(() -> written(Map.of(1, 2))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> written(List.of(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "-1e-99999999999", "long"})
  void numberBeyondReasonIsRefused(String number) {
    String digits = number.equals("long") ? "9".repeat(5_000_000) : number;

    assertThatThrownBy(() -> JsonValues.parseObject("{\"a\":" + digits + "}"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void surrogateWithoutItsOtherHalfIsReplaced() throws IOException {
    assertThat(JsonValues.parseObject("{\"a\\ud83d\":\"\\ude80b\"}"))
        .containsExactly(Map.entry("a\ufffd", "\ufffdb"));
  }

  @Test
  void textIsCopiedAsItIs() throws IOException {
    Buffer buffer = new Buffer();

    JsonValues.copyObject(JsonWriter.of(buffer), " {\"a\" : 1.10e2} ");

    assertThat(buffer.readUtf8()).isEqualTo(" {\"a\" : 1.10e2} ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"canary\"", "{} {}", "canary"})
  void onlyAnObjectIsCopied(String json) {
    assertThatThrownBy(() -> JsonValues.copyObject(JsonWriter.of(new Buffer()), json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
  }

  private static String written(Object value) throws IOException {
    Buffer buffer = new Buffer();
    JsonValues.write(JsonWriter.of(buffer), value);
    return buffer.readUtf8();
  }
}
