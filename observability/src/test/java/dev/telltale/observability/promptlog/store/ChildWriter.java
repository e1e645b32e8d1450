package dev.telltale.observability.promptlog.store;

import com.squareup.moshi.JsonWriter;
import dev.telltale.provider.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kotlin.KotlinVersion;
import okio.Buffer;

/** A program of its own that writes until it is killed, and says what it was promised. */
final class ChildWriter {
  private final Process process;
  private final BufferedReader output;

  private ChildWriter(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts one that flushes after so many entries. */
  static ChildWriter start(Path directory, int from, int flushEach, String... wrapper)
      throws IOException {
    Stream<String> java =
        program(
            ChildWriter.class,
            directory.toString(),
            Integer.toString(from),
            Integer.toString(flushEach));
    List<String> command = Stream.concat(Stream.of(wrapper), java).toList();
    return new ChildWriter(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  static Stream<String> program(Class<?> main, String... arguments) {
    return Stream.concat(
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Xmx64m",
            "-cp",
            classPath(),
            main.getName()),
        Stream.of(arguments));
  }

  /** Where the classes it needs come from, whichever launcher runs the tests. */
  private static String classPath() {
    return Stream.of(
            ChildWriter.class,
            EncryptedSegmentStore.class,
            Json.class,
            JsonWriter.class,
            Buffer.class,
            KotlinVersion.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Waits for so many flushes, kills it, and returns the last number known to be flushed. */
  int killAfter(int flushes) throws IOException, InterruptedException {
    int last = -1;
    for (int i = 0; i < flushes; i++) {
      String line = output.readLine();
      if (line == null) {
        throw new IOException("The writer ended by itself with " + process.waitFor());
      }
      last = Integer.parseInt(line);
    }
    // Process.destroyForcibly would close its output, of which the rest is still to be read.
    new ProcessBuilder("kill", "-9", Long.toString(process.pid())).start().waitFor();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      last = Math.max(last, Integer.parseInt(line));
    }
    process.waitFor();
    return last;
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException {
    int number = Integer.parseInt(args[1]);
    int flushEach = Integer.parseInt(args[2]);
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(Path.of(args[0]), Entries.KEYS).open()) {
      while (number < Integer.MAX_VALUE) {
        store.append(Entries.entry(number));
        if (++number % flushEach == 0) {
          store.flush();
          // In one write, and flushed: half a line would be another number.
          System.out.print((number - 1) + "\n");
          System.out.flush();
        }
      }
    }
  }
}
