package dev.telltale.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.Content;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.ToolCall;
import dev.telltale.rig.ContentSchema;
import dev.telltale.telemetry.GenAi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is cut away, what remains is JSON of the schema within its bound. */
@Timeout(20)
class ContentFitTest {
  private static final MessageTree TREE = new MessageTree(UnaryOperator.identity());
  private static final int CASES = 400;

  @Test
  void whatFitsStaysWhole() {
    List<Object> tree = TREE.input(List.of(Message.user("Porto?")));

    assertThat(ContentFit.fit(tree, 256)).isSameAs(tree);
  }

  @Test
  void longestTextIsCutFirst() {
    List<Object> tree =
        TREE.input(List.of(Message.system("Be brief."), Message.user("x".repeat(10_000))));

    String cut = ContentFit.text(ContentFit.fit(tree, 1_000));

    assertThat(cut).contains("Be brief.", "x... [").hasSizeLessThanOrEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 1_000, 1_023, 65_536})
  void cutTextNearlyFillsItsBound(int bound) {
    List<Object> tree = TREE.input(List.of(Message.user("x".repeat(100_000))));

    String cut = ContentFit.text(ContentFit.fit(tree, bound));

    assertThat(cut).hasSizeBetween(bound * 3 / 4, bound);
  }

  @Test
  void oldestMessagesGoLast() {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      messages.add(Message.user("message " + i));
    }

    String cut = ContentFit.text(ContentFit.fit(TREE.input(messages), 1_000));

    assertThat(cut).contains("message 99\"", "message 90\"").doesNotContain("message 0\"");
  }

  @Test
  void manySmallMessagesAreNotMeasuredAgainAndAgain() {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      messages.add(Message.user("message " + i));
    }

    List<Object> fitting = ContentFit.fit(TREE.input(messages), 65_536);

    assertThat(ContentFit.text(fitting))
        .hasSizeBetween(65_400, 65_536)
        .contains("message 49999")
        .endsWith("]");
  }

  @Test
  void oneByteLessCostsTheOldestMessage() {
    List<Object> tree = TREE.input(List.of(Message.user("a".repeat(256)), Message.user("b")));
    List<Object> three =
        TREE.input(List.of(Message.user("a"), Message.user("b"), Message.user("c")));
    int bytes = ContentFit.text(three).length();

    assertThat(ContentFit.fit(three, bytes)).hasSize(3);
    assertThat(ContentFit.fit(three, bytes - 1)).hasSize(2);
    assertThat(ContentFit.fit(tree, 20)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {199, 200, 201, 252, 255, 256, 1_000})
  void deepArgumentsCostNoOtherContent(int levels) {
    String deep = "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
    List<Content> parts = List.of(ToolCall.function("c", "rain", deep));

    String json = ContentFit.text(TREE.input(List.of(Message.of(Role.ASSISTANT, parts))));

    assertThat(ContentSchema.follows(GenAi.INPUT_MESSAGES, json)).isTrue();
    assertThat(ContentFit.text(ToolObject.of(deep))).contains("a");
  }

  @Test
  void halfAPictureIsNone() {
    Content image = Content.image(Media.bytes(new byte[9_000], "image/png"));
    List<Object> tree = TREE.input(List.of(Message.of(Role.USER, List.of(image))));

    assertThat(ContentFit.text(ContentFit.fit(tree, 1_000)))
        .isEqualTo(
            "[{\"role\":\"user\",\"parts\":[{\"type\":\"generic\",\"generic_type\":\"blob\","
                + "\"modality\":\"image\",\"mime_type\":\"image/png\",\"omitted_bytes\":9000}]}]");
  }

  @Test
  void surrogatePairsStayWhole() {
    List<Object> tree = TREE.input(List.of(Message.user("x" + "\uD83C\uDF27".repeat(2_000))));

    String cut = ContentFit.text(ContentFit.fit(tree, 1_000));

    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(cut)).isTrue();
  }

  @Test
  void anythingFitsAndFollowsItsSchema() {
    Random random = new Random(7);
    for (int i = 0; i < CASES; i++) {
      List<Object> tree = TREE.input(conversation(random));
      long bound = random.nextLong(256, 4_256);

      String cut = ContentFit.text(ContentFit.fit(tree, bound));

      assertThat((long) cut.getBytes(StandardCharsets.UTF_8).length)
          .as("case %d", i)
          .isLessThanOrEqualTo(bound);
      assertThat(ContentSchema.follows(GenAi.INPUT_MESSAGES, cut)).as("case %d", i).isTrue();
    }
  }

  private static List<Message> conversation(Random random) {
    List<Message> messages = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      List<Content> parts = new ArrayList<>();
      for (int p = random.nextInt(4); p >= 0; p--) {
        parts.add(part(random));
      }
      messages.add(Message.of(Role.USER, parts));
    }
    return messages;
  }

  private static Content part(Random random) {
    String text = "\u00e9\uD83C\uDF27\"\\\n z".repeat(random.nextInt(200));
    return switch (random.nextInt(4)) {
      case 0 -> ToolCall.function("c", "rain", "{\"city\":\"" + "P".repeat(text.length()) + "\"}");
      case 1 -> new Content.ToolResult("c", text);
      case 2 -> Content.image(Media.bytes(new byte[1 + random.nextInt(3_000)], "image/png"));
      default -> Content.text(text);
    };
  }
}
