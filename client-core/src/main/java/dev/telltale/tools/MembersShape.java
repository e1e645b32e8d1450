package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object with a fixed set of members: a record, the parameters of a method, or a wrapping. */
final class MembersShape extends Shape {
  /** The member by which a record of a sealed interface says which it is. */
  static final String TAG = "type";

  private final String name;
  private final @Nullable String description;
  private final @Nullable String tag;
  private final Assembly assembly;
  private List<Member> members = List.of();
  private JsonReader.Options names = JsonReader.Options.of();

  MembersShape(String name, @Nullable String description, @Nullable String tag, Assembly assembly) {
    this.name = name;
    this.description = description;
    this.tag = tag;
    this.assembly = assembly;
  }

  /** An object whose only member, {@code value}, has the shape. */
  static MembersShape wrapping(Shape shape) {
    MembersShape wrapped = new MembersShape("value", null, null, new Only());
    wrapped.complete(List.of(new Member("value", shape, null)));
    return wrapped;
  }

  /** Sets the members, which may lead back to this shape. */
  void complete(List<Member> all) {
    this.members = List.copyOf(all);
    List<String> wire = new ArrayList<>(members.stream().map(Member::name).toList());
    if (tag != null) {
      if (wire.contains(TAG)) {
        throw new IllegalArgumentException(
            name
                + " has a component named type, which says which record of its sealed interface a"
                + " value is: rename the component");
      }
      wire.add(TAG);
    }
    this.names = JsonReader.Options.of(wire.toArray(String[]::new));
  }

  @Override
  Map<String, @Nullable Object> schema(Outline outline) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    if (tag != null) {
      Map<String, @Nullable Object> only = new LinkedHashMap<>();
      only.put("type", "string");
      only.put("enum", List.of(tag));
      properties.put(TAG, only);
    }
    for (Member member : members) {
      properties.put(member.name(), described(outline.schema(member.shape()), member));
    }
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    if (description != null) {
      schema.put("description", description);
    }
    schema.put("properties", properties);
    schema.put("required", List.copyOf(properties.keySet()));
    schema.put("additionalProperties", false);
    return schema;
  }

  @Override
  Object read(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.BEGIN_OBJECT, "an object");
    String path = reader.getPath();
    reader.beginObject();
    @Nullable Object[] values = new @Nullable Object[members.size()];
    boolean[] read = new boolean[members.size() + 1];
    while (reader.hasNext()) {
      int index = reader.selectName(names);
      if (index < 0) {
        throw new MismatchException(path, "has a member that is not in the schema");
      }
      if (read[index]) {
        throw mismatch(reader, "stands twice");
      }
      read[index] = true;
      if (index == members.size()) {
        readTag(reader);
      } else {
        values[index] = members.get(index).shape().read(reader);
      }
    }
    reader.endObject();
    fillIn(values, read, path);
    return assembled(values, path);
  }

  @Override
  void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (value == null) {
      throw unwritable(name + " is null");
    }
    @Nullable Object[] values = assembly.takeApart(value);
    writer.beginObject();
    if (tag != null) {
      writer.name(TAG).value(tag);
    }
    for (int i = 0; i < values.length; i++) {
      Member member = members.get(i);
      if (values[i] == null && !member.shape().nullable()) {
        throw unwritable(name + "." + member.name() + " is null");
      }
      member.shape().write(writer.name(member.name()), values[i]);
    }
    writer.endObject();
  }

  @Override
  List<Shape> parts() {
    return members.stream().map(Member::shape).toList();
  }

  @Override
  String name() {
    return name;
  }

  @Nullable String tag() {
    return tag;
  }

  private void readTag(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.STRING, "a text");
    if (!reader.nextString().equals(tag)) {
      throw mismatch(reader, "is not " + tag);
    }
  }

  private void fillIn(@Nullable Object[] values, boolean[] read, String path) {
    if (tag != null && !read[members.size()]) {
      throw new MismatchException(path + "." + TAG, "is missing");
    }
    for (int i = 0; i < values.length; i++) {
      if (!read[i]) {
        Member member = members.get(i);
        if (!member.shape().nullable()) {
          throw new MismatchException(path + "." + member.name(), "is missing");
        }
        values[i] = member.shape().absent();
      }
    }
  }

  private Object assembled(@Nullable Object[] values, String path) {
    try {
      return assembly.assemble(values);
    } catch (Error serious) {
      throw serious;
    } catch (Throwable refused) {
      // A record's own checks; not as cause, as their message may hold what was read.
      throw new MismatchException(path, "is refused by " + name);
    }
  }

  /** A schema with a reference takes no description beside it. */
  private static Map<String, @Nullable Object> described(
      Map<String, @Nullable Object> schema, Member member) {
    if (member.description() == null) {
      return schema;
    }
    Map<String, @Nullable Object> described = new LinkedHashMap<>();
    described.put("description", member.description());
    if (schema.containsKey("$ref")) {
      described.put("anyOf", List.of(schema));
    } else {
      schema.forEach(described::putIfAbsent);
    }
    return described;
  }

  /**
   * One member.
   *
   * @param description what it is for, in words for the model, or null
   */
  record Member(String name, Shape shape, @Nullable String description) {}

  /** How members become a value, and a value members. */
  interface Assembly {
    Object assemble(@Nullable Object[] values) throws Throwable;

    @Nullable Object[] takeApart(Object value);
  }

  private static final class Only implements Assembly {
    @Override
    public Object assemble(@Nullable Object[] values) {
      return requireNonNull(values[0]);
    }

    @Override
    public @Nullable Object[] takeApart(Object value) {
      return new @Nullable Object[] {value};
    }
  }
}
