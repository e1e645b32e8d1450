package dev.telltale.samples;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles what documents show. */
final class SnippetCompiler {
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private SnippetCompiler() {}

  /** The Java snippets of a file of the project, in their order. */
  static List<String> snippets(String file) throws IOException {
    String text = Files.readString(project().resolve(file));
    return SNIPPET.matcher(text).results().map(match -> match.group(1)).toList();
  }

  static Path project() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..");
  }

  /**
   * What the compiler has against these classes, or nothing.
   *
   * @param sources names of classes to their text
   * @param classes where to put them
   */
  static String messages(Map<String, String> sources, Path classes) {
    StringWriter messages = new StringWriter();
    List<Source> files = new ArrayList<>();
    sources.forEach((name, text) -> files.add(new Source(name, text)));
    List<String> options = List.of("-proc:none", "-d", classes.toString());
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(messages, null, null, options, null, files)
            .call();
    return compiled ? "" : messages.toString();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
