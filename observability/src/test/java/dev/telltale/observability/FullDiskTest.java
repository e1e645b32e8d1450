package dev.telltale.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telltale.observability.export.JsonLinesExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes the beginning of a line, and then no more. */
@Timeout(60)
class FullDiskTest {
  @Test
  void lineIsWrittenWholeOrNotAtAll(@TempDir Path directory) throws Exception {
    assumeTrue(File.separatorChar == '/', "the limit is one of a POSIX shell");
    Process writer = ChildJvm.of(Writer.class, directory.toString()).fileLimitKib(8).start();
    String said = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(writer.waitFor()).as(said).isZero();
    String written = Files.readString(directory.resolve("spans.jsonl"));
    assertThat(written.length()).isBetween(4_000, 8_192);
    assertThat(written).endsWith("\n");
    assertThat(written.lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
  }

  /** Writes more than fits, in lines of lengths that do not come out even. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      SdkTracerProvider sdk =
          SdkTracerProvider.builder()
              .addSpanProcessor(
                  SimpleSpanProcessor.create(JsonLinesExporter.in(Path.of(arguments[0])).spans()))
              .build();
      for (int i = 0; i < 40; i++) {
        sdk.get("test").spanBuilder("s".repeat(700 + i)).startSpan().end();
      }
      sdk.close();
    }
  }
}
