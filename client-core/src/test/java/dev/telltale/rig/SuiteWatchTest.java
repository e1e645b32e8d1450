package dev.telltale.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SuiteWatchTest {
  private final PrintStream out = System.out;

  /** What is found here is not to be found by the watch over this suite. */
  @BeforeEach
  void printNowhere() {
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
  }

  @AfterEach
  void restore() {
    System.setOut(out);
  }

  @Test
  void partOfThePlantedKeyIsFound() {
    SuiteWatch watch = SuiteWatch.start();
    System.out.println("key ends in " + ClientRig.KEY.substring(14));

    assertThatThrownBy(watch::close).isInstanceOf(AssertionError.class);
    assertThat(System.out).isNotSameAs(out);
  }

  @Test
  void ordinaryLinesPass() {
    SuiteWatch watch = SuiteWatch.start();
    System.out.println("Porto");

    assertThatCode(watch::close).doesNotThrowAnyException();
  }
}
