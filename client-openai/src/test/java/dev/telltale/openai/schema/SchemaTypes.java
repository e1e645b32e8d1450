package dev.telltale.openai.schema;

import dev.telltale.tools.Description;
import dev.telltale.tools.JsonType;
import dev.telltale.tools.Range;
import dev.telltale.tools.Size;
import dev.telltale.tools.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The Java types of the table, each with the schema it has and a value of it. */
final class SchemaTypes {
  private static final String CITY =
      "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
          + "\"people\":{\"type\":\"integer\"}},\"required\":[\"name\",\"people\"],"
          + "\"additionalProperties\":false}";
  private static final String DAYS =
      "\"MONDAY\",\"TUESDAY\",\"WEDNESDAY\",\"THURSDAY\",\"FRIDAY\",\"SATURDAY\",\"SUNDAY\"";
  private static final String CIRCLE =
      "{\"type\":\"object\",\"properties\":{\"type\":{\"type\":\"string\",\"enum\":[\"Circle\"]},"
          + "\"radius\":{\"type\":\"number\"}},\"required\":[\"type\",\"radius\"],"
          + "\"additionalProperties\":false}";
  private static final String DOT =
      "{\"type\":\"object\",\"properties\":{\"type\":{\"type\":\"string\",\"enum\":[\"Dot\"]}},"
          + "\"required\":[\"type\"],\"additionalProperties\":false}";
  private static final String SHAPE = "{\"anyOf\":[" + CIRCLE + "," + DOT + "]}";

  private SchemaTypes() {}

  static List<Row<?>> all() {
    return List.of(
        wrapped("boolean", JsonType.of(boolean.class), "{'type':'boolean'}", true),
        wrapped("Boolean", JsonType.of(Boolean.class), "{'type':'boolean'}", false),
        wrapped("byte", JsonType.of(byte.class), "{'type':'integer'}", (byte) -128),
        wrapped("short", JsonType.of(Short.class), "{'type':'integer'}", (short) 7),
        wrapped("int", JsonType.of(int.class), "{'type':'integer'}", Integer.MIN_VALUE),
        wrapped("Integer", JsonType.of(Integer.class), "{'type':'integer'}", 0),
        wrapped("long", JsonType.of(Long.class), "{'type':'integer'}", Long.MAX_VALUE),
        wrapped("float", JsonType.of(Float.class), "{'type':'number'}", 1.5e20f),
        wrapped("double", JsonType.of(double.class), "{'type':'number'}", -0.1),
        wrapped(
            "BigInteger",
            JsonType.of(BigInteger.class),
            "{'type':'integer'}",
            BigInteger.TEN.pow(40)),
        wrapped(
            "BigDecimal",
            JsonType.of(BigDecimal.class),
            "{'type':'number'}",
            new BigDecimal("9.90")),
        wrapped("String", JsonType.of(String.class), "{'type':'string'}", "\u0000é\uD83D\uDE00\""),
        wrapped(
            "enum",
            JsonType.of(DayOfWeek.class),
            "{'type':'string','enum':[" + DAYS + "]}",
            DayOfWeek.SUNDAY),
        wrapped(
            "described enum",
            JsonType.of(Mood.class),
            "{'type':'string','description':'How it feels','enum':['GOOD','BAD']}",
            Mood.BAD),
        wrapped(
            "LocalDate",
            JsonType.of(LocalDate.class),
            "{'type':'string','format':'date'}",
            LocalDate.of(2024, 2, 29)),
        wrapped(
            "LocalTime",
            JsonType.of(LocalTime.class),
            "{'type':'string','pattern':'^\\\\d{2}:\\\\d{2}(:\\\\d{2}(\\\\.\\\\d{1,9})?)?$'}",
            LocalTime.of(18, 30)),
        wrapped(
            "LocalDateTime",
            JsonType.of(LocalDateTime.class),
            "{'type':'string','pattern':"
                + "'^\\\\d{4}-\\\\d{2}-\\\\d{2}T\\\\d{2}:\\\\d{2}(:\\\\d{2}(\\\\.\\\\d{1,9})?)?$'}",
            LocalDateTime.of(2026, 1, 1, 0, 0, 0, 1)),
        wrapped(
            "OffsetDateTime",
            JsonType.of(OffsetDateTime.class),
            "{'type':'string','format':'date-time'}",
            OffsetDateTime.parse("2026-03-31T18:30+02:00")),
        wrapped(
            "Instant",
            JsonType.of(Instant.class),
            "{'type':'string','format':'date-time'}",
            Instant.ofEpochSecond(1_790_000_000)),
        wrapped(
            "Duration",
            JsonType.of(Duration.class),
            "{'type':'string','format':'duration'}",
            Duration.ofMinutes(90)),
        wrapped(
            "UUID",
            JsonType.of(UUID.class),
            "{'type':'string','format':'uuid'}",
            new UUID(0x1234_5678_9abc_4defL, 0x8765_4321_8765_4321L)),
        wrapped(
            "URI", JsonType.of(URI.class), "{'type':'string'}", URI.create("https://a.example/")),
        wrapped(
            "List<String>",
            JsonType.of(new TypeRef<List<String>>() {}),
            "{'type':'array','items':{'type':'string'}}",
            List.of("a", "", "a")),
        wrapped(
            "List<List<Integer>>",
            JsonType.of(new TypeRef<List<List<Integer>>>() {}),
            "{'type':'array','items':{'type':'array','items':{'type':'integer'}}}",
            List.of(List.of(), List.of(1, 2))),
        wrapped(
            "List<? extends Number type>",
            JsonType.of(new TypeRef<List<? extends Long>>() {}),
            "{'type':'array','items':{'type':'integer'}}",
            List.of(5L)),
        wrapped(
            "Set<enum>",
            JsonType.of(new TypeRef<Set<Mood>>() {}),
            "{'type':'array','items':"
                + "{'type':'string','description':'How it feels','enum':['GOOD','BAD']}}",
            Set.of(Mood.GOOD)),
        wrapped(
            "Collection<record>",
            JsonType.of(new TypeRef<Collection<City>>() {}),
            "{'type':'array','items':" + CITY + "}",
            List.of(new City("Porto", 231_800))),
        wrapped(
            "Map<String, Integer>",
            JsonType.of(new TypeRef<Map<String, Integer>>() {}),
            map("{'type':'string'}", "{'type':'integer'}"),
            Map.of("a", 1)),
        wrapped(
            "Map<enum, record>",
            JsonType.of(new TypeRef<Map<DayOfWeek, City>>() {}),
            map("{'type':'string','enum':[" + DAYS + "]}", CITY),
            Map.of(DayOfWeek.MONDAY, new City("", 0))),
        wrapped(
            "Map<Integer, List<String>>",
            JsonType.of(new TypeRef<Map<Integer, List<String>>>() {}),
            map("{'type':'integer'}", "{'type':'array','items':{'type':'string'}}"),
            Map.of(-1, List.of("x"))),
        wrapped(
            "Optional<String>",
            JsonType.of(new TypeRef<Optional<String>>() {}),
            "{'type':['string','null']}",
            Optional.of("x")),
        wrapped(
            "Optional<enum>",
            JsonType.of(new TypeRef<Optional<Mood>>() {}),
            "{'type':['string','null'],'description':'How it feels','enum':['GOOD','BAD',null]}",
            Optional.empty()),
        wrapped(
            "Optional<record>",
            JsonType.of(new TypeRef<Optional<City>>() {}),
            // An object that may be null is still an object with the same members.
            CITY.replace("{\"type\":\"object\",\"prop", "{\"type\":[\"object\",\"null\"],\"prop"),
            Optional.of(new City("x", 1))),
        wrapped(
            "Optional<sealed>",
            JsonType.of(new TypeRef<Optional<Figure>>() {}),
            "{'anyOf':[" + SHAPE + ",{'type':'null'}]}",
            Optional.of(new Dot())),
        wrapped(
            "OptionalInt",
            JsonType.of(OptionalInt.class),
            "{'type':['integer','null']}",
            OptionalInt.of(3)),
        wrapped(
            "OptionalLong",
            JsonType.of(OptionalLong.class),
            "{'type':['integer','null']}",
            OptionalLong.empty()),
        wrapped(
            "OptionalDouble",
            JsonType.of(OptionalDouble.class),
            "{'type':['number','null']}",
            OptionalDouble.of(0.5)),
        row("record", JsonType.of(City.class), CITY, new City("Porto", 231_800)),
        row(
            "record without components",
            JsonType.of(Nothing.class),
            "{'type':'object','properties':{},'required':[],'additionalProperties':false}",
            new Nothing()),
        row(
            "described record",
            JsonType.of(Described.class),
            "{'type':'object','description':'A thing','properties':"
                + "{'label':{'description':'Its label','type':'string'}},"
                + "'required':['label'],'additionalProperties':false}",
            new Described("x")),
        row(
            "nullable component",
            JsonType.of(Maybe.class),
            object("'note'", "'note':{'type':['string','null']}"),
            new Maybe(null)),
        row(
            "numeric bounds",
            JsonType.of(Bounded.class),
            object(
                "'percent','ratio','rank'",
                "'percent':{'type':'integer','minimum':0,'maximum':100},"
                    + "'ratio':{'type':'number','minimum':-0.5},"
                    + "'rank':{'type':['integer','null'],'maximum':10}"),
            new Bounded(100, -0.5, Optional.of(-3))),
        row(
            "size bounds",
            JsonType.of(Sized.class),
            object(
                "'code','tags','limits'",
                "'code':{'type':'string','pattern':'^[\\\\s\\\\S]{2,4}$'},"
                    + "'tags':{'type':'array','items':{'type':'string'},'minItems':1,'maxItems':3},"
                    + "'limits':"
                    + map("{'type':'string'}", "{'type':'integer'}")
                        .replaceFirst("}$", ",'minItems':1}")),
            new Sized("\uD83D\uDE00\n", List.of("a"), Map.of("k", 2))),
        row(
            "generic record",
            JsonType.of(new TypeRef<Pair<String, List<Long>>>() {}),
            object(
                "'first','second'",
                "'first':{'type':'string'},'second':{'type':'array','items':{'type':'integer'}}"),
            new Pair<>("a", List.of(1L))),
        row(
            "record within itself",
            JsonType.of(Tree.class),
            object(
                "'name','children'",
                "'name':{'type':'string'},'children':{'type':'array','items':{'$ref':'#'}}"),
            new Tree("a", List.of(new Tree("b", List.of())))),
        row(
            "records within each other",
            JsonType.of(Author.class),
            object(
                "'name','books'",
                "'name':{'type':'string'},'books':{'type':'array','items':"
                    + object(
                        "'title','others'",
                        "'title':{'type':'string'},"
                            + "'others':{'type':'array','items':{'$ref':'#'}}")
                    + "}"),
            new Author("a", List.of(new Book("b", List.of(new Author("c", List.of())))))),
        row(
            "record used twice",
            JsonType.of(Route.class),
            object(
                    "'from','to'",
                    "'from':{'description':'Start','anyOf':[{'$ref':'#/$defs/City'}]},"
                        + "'to':{'$ref':'#/$defs/City'}")
                .replaceFirst("}$", ",'\\$defs':{'City':" + CITY + "}}"),
            new Route(new City("a", 1), new City("b", 2))),
        wrapped("sealed interface", JsonType.of(Figure.class), SHAPE, new Circle(0.5)),
        row(
            "list of sealed",
            JsonType.of(Drawing.class),
            object("'figures'", "'figures':{'type':'array','items':" + SHAPE + "}"),
            new Drawing(List.of(new Dot(), new Circle(2)))),
        wrapped(
            "sealed within itself",
            JsonType.of(Term.class),
            "{'$ref':'#/$defs/Term'}",
            "{'Term':{'anyOf':["
                + tagged("Literal", "'type','value'", "'value':{'type':'integer'}")
                + ","
                + tagged(
                    "Sum",
                    "'type','left','right'",
                    "'left':{'$ref':'#/$defs/Term'},'right':{'$ref':'#/$defs/Term'}")
                + "]}}",
            new Sum(new Literal(1), new Sum(new Literal(2), new Literal(3)))));
  }

  private static <T> Row<T> row(String name, JsonType<T> type, String schema, T value) {
    return new Row<>(name, type, schema.replace('\'', '"'), value);
  }

  private static <T> Row<T> wrapped(String name, JsonType<T> type, String schema, T value) {
    return row(name, type, object("'value'", "'value':" + schema), value);
  }

  private static <T> Row<T> wrapped(
      String name, JsonType<T> type, String schema, String definitions, T value) {
    String object = object("'value'", "'value':" + schema);
    String withDefinitions =
        object.substring(0, object.length() - 1) + ",'$defs':" + definitions + "}";
    return row(name, type, withDefinitions, value);
  }

  private static String object(String required, String properties) {
    return "{'type':'object','properties':{"
        + properties
        + "},'required':["
        + required
        + "],'additionalProperties':false}";
  }

  private static String tagged(String tag, String required, String properties) {
    return object(required, "'type':{'type':'string','enum':['" + tag + "']}," + properties);
  }

  private static String map(String key, String value) {
    return "{'type':'array','items':"
        + object("'key','value'", "'key':" + key + ",'value':" + value)
        + "}";
  }

  /**
   * One row of the table.
   *
   * @param schema what is expected, as JSON text
   * @param value any value, to be written and read
   */
  record Row<T>(String name, JsonType<T> type, String schema, T value) {}

  @Description("How it feels")
  enum Mood {
    GOOD,
    BAD
  }

  record City(String name, int people) {}

  record Nothing() {}

  @Description("A thing")
  record Described(@Description("Its label") String label) {}

  record Maybe(@Nullable String note) {}

  record Bounded(
      @Range(min = 0, max = 100) int percent,
      @Range(min = -0.5) double ratio,
      @Range(max = 10) Optional<Integer> rank) {}

  record Sized(
      @Size(min = 2, max = 4) String code,
      @Size(min = 1, max = 3) List<String> tags,
      @Size(min = 1) Map<String, Integer> limits) {}

  record Pair<A, B>(A first, B second) {}

  record Tree(String name, List<Tree> children) {}

  record Author(String name, List<Book> books) {}

  record Book(String title, List<Author> others) {}

  record Route(@Description("Start") City from, City to) {}

  sealed interface Figure permits Circle, Dot {}

  record Circle(double radius) implements Figure {}

  record Dot() implements Figure {}

  record Drawing(List<Figure> figures) {}

  sealed interface Term permits Literal, Sum {}

  record Literal(int value) implements Term {}

  record Sum(Term left, Term right) implements Term {}
}
