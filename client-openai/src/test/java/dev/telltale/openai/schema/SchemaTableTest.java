package dev.telltale.openai.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.telltale.openai.schema.SchemaTypes.Row;
import dev.telltale.tools.JsonType;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SchemaTableTest {
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final com.networknt.schema.JsonSchema METASCHEMA =
      FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012));
  private static final int RANDOM_RECORDS = 1000;

  @Test
  void tableHasFortyTypes() {
    assertThat(SchemaTypes.all()).hasSizeGreaterThanOrEqualTo(40);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void schemaIsTheOneOfTheTable(Row<?> row) {
    assertThat(row.type().schema().json()).isEqualTo(row.schema());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void schemaFollowsJsonSchema(Row<?> row) {
    assertThat(METASCHEMA.validate(row.type().schema().json(), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void schemaFollowsOpenAisStrictRules(Row<?> row) throws IOException {
    StrictSchema.check(row.type().schema());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void valueFollowsItsSchemaAndReadsBack(Row<?> row) {
    assertRoundTrip(row);
  }

  @Test
  void randomRecordsFollowTheirSchemaAndReadBack() {
    JsonType<RandomRecords.Everything> type = JsonType.of(RandomRecords.Everything.class);
    com.networknt.schema.JsonSchema schema = validator(type);
    RandomRecords records = new RandomRecords(new Random(20260331));

    for (int i = 0; i < RANDOM_RECORDS; i++) {
      RandomRecords.Everything record = records.next();
      String json = type.format(record);

      assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
      assertThat(type.parse(json)).as(json).isEqualTo(record);
    }
  }

  static Stream<Arguments> rows() {
    return SchemaTypes.all().stream().map(row -> argumentSet(row.name(), row));
  }

  private static <T> void assertRoundTrip(Row<T> row) {
    String json = row.type().format(row.value());

    assertThat(validator(row.type()).validate(json, InputFormat.JSON)).as(json).isEmpty();
    assertThat(row.type().parse(json)).as(json).isEqualTo(row.value());
  }

  static com.networknt.schema.JsonSchema validator(JsonType<?> type) {
    return FACTORY.getSchema(type.schema().json());
  }
}
