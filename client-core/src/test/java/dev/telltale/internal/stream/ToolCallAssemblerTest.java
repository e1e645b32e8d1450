package dev.telltale.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ToolCall;
import dev.telltale.provider.ToolCallPiece;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class ToolCallAssemblerTest {
  private final ToolCallAssembler calls = new ToolCallAssembler();

  @Test
  void piecesOfOneIndexAreOneCall() {
    take(0, "call_1", "rain", "");
    take(0, null, null, "{\"city\":");
    take(0, null, null, "\"Porto\"}");

    assertThat(assembled()).containsExactly("call_1 rain {\"city\":\"Porto\"}");
  }

  @Test
  void idAndNameSentAgainAreIgnored() {
    take(0, "call_1", "rain", "{");
    take(0, "call_1", "rain", "}");

    assertThat(assembled()).containsExactly("call_1 rain {}");
  }

  @Test
  void anotherIdWithNameOpensACallThoughTheIndexIsTheSame() {
    take(0, "call_1", "rain", "{}");
    take(0, "call_2", "wind", "{");
    take(0, null, null, "}");

    assertThat(assembled()).containsExactly("call_1 rain {}", "call_2 wind {}");
  }

  @Test
  void withoutIndexTheIdDecides() {
    take(-1, "call_1", "rain", "{");
    take(-1, "call_2", "wind", "[");
    take(-1, "call_1", null, "}");
    take(-1, null, null, "]");

    assertThat(assembled()).containsExactly("call_1 rain {}", "call_2 wind []");
  }

  @Test
  void withoutIndexAndIdANameOpensACall() {
    take(-1, null, "rain", "{}");
    take(-1, null, "wind", "{}");

    assertThat(assembled()).containsExactly("call_0 rain {}", "call_1 wind {}");
  }

  @Test
  void emptyPieceIsNoCall() {
    assertThat(calls.take(new ToolCallPiece(0, "", "", null, "", null))).isNull();

    assertThat(calls.toToolCalls()).isEmpty();
  }

  @Test
  void customToolKeepsItsText() {
    calls.take(new ToolCallPiece(0, "call_1", "sql", ToolCall.Kind.CUSTOM, "select", null));
    take(0, null, null, " 1");

    ToolCall call = calls.toToolCalls().get(0);
    assertThat(call.kind()).isEqualTo(ToolCall.Kind.CUSTOM);
    assertThat(call.rawArguments()).isEqualTo("select 1");
  }

  @Test
  void callsInterleavedInAnyWayComeOutWhole() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<String> whole = List.of("{\"a\":\"" + "x".repeat(9) + "\"}", "{\"b\":[1,2,3]}", "{}");
      ToolCallAssembler assembler = new ToolCallAssembler();
      List<Integer> sent = new ArrayList<>(List.of(0, 0, 0));
      for (int call = 0; call < whole.size(); call++) {
        assembler.take(new ToolCallPiece(call, "id" + call, "tool" + call, null, "", null));
      }
      while (sent.get(0) + sent.get(1) + sent.get(2) < String.join("", whole).length()) {
        int call = random.nextInt(whole.size());
        int from = sent.get(call);
        int to = Math.min(whole.get(call).length(), from + 1 + random.nextInt(4));
        assembler.take(
            new ToolCallPiece(call, null, null, null, whole.get(call).substring(from, to), null));
        sent.set(call, to);
      }

      assertThat(assembler.toToolCalls())
          .as("seed %d", seed)
          .extracting(ToolCall::rawArguments)
          .containsExactlyElementsOf(whole);
    }
  }

  @Test
  void providerDataComesWithTheCallOnce() {
    calls.take(new ToolCallPiece(-1, "call_1", "rain", null, "{", "{\"sign\":1}"));
    calls.take(new ToolCallPiece(-1, null, null, null, "}", "{\"sign\":2}"));

    assertThat(calls.toToolCalls().get(0).providerData()).isEqualTo("{\"sign\":1}");
  }

  @Test
  void manyCallsTakeNoMoreThanTheirTime() {
    for (int call = 0; call < 200_000; call++) {
      take(-1, "call_" + call, "rain", "{}");
    }

    assertThat(calls.toToolCalls()).hasSize(200_000);
  }

  private void take(int index, String id, String name, String arguments) {
    calls.take(new ToolCallPiece(index, id, name, null, arguments, null));
  }

  private List<String> assembled() {
    return calls.toToolCalls().stream()
        .map(call -> call.id() + " " + call.name() + " " + call.rawArguments())
        .toList();
  }
}
