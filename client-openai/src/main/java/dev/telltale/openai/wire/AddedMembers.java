package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.provider.ErrorDetails;
import java.io.IOException;

/**
 * Reads the members that a kin protocol adds to the objects of this one, where the readers of this
 * package would skip them.
 *
 * <p>Each method that is given a reader reads or skips exactly one value. An instance reads one
 * answer, one stream or one error, and keeps what it has read. What it does not override is
 * skipped.
 */
public interface AddedMembers {

  /** Reads a member of a whole answer or a chunk. Default: skips it. */
  default void member(String name, JsonReader value) throws IOException {
    value.skipValue();
  }

  /**
   * Reads a member of a choice, which may come before the choice's index. Default: skips it.
   *
   * @see #choiceRead
   */
  default void choiceMember(String name, JsonReader value) throws IOException {
    value.skipValue();
  }

  /** A choice with this index was read to its end. Default: nothing. */
  default void choiceRead(int index) {}

  /** Reads a member of an error. Default: skips it. */
  default void errorMember(String name, JsonReader value) throws IOException {
    value.skipValue();
  }

  /** Adds to an error what its members said. Default: nothing. */
  default void errorRead(ErrorDetails.Builder details) {}

  /** Knows no members. */
  static AddedMembers none() {
    return NoAddedMembers.INSTANCE;
  }
}
