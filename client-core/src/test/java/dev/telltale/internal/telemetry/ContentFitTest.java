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
