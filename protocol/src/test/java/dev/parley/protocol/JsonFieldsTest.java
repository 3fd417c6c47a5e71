package dev.parley.protocol;

import static dev.parley.protocol.Bytes.hex;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
    private static final String MARK_0 = "{\"_placeholder\":true,\"num\":0}";
    private static final String MARK_1 = "{\"_placeholder\":true,\"num\":1}";

    @Test
    void fieldsAreSlices() {
        Payload object =
                Payload.json("{ \"channel\" : \"r\\u00e9\" , \"message\":{\"a\":[1,\"}\"]},\"echo\":null,\"n\":1.50}");
        JsonFields fields = fields(object);
        assertThat(fields.has("channel")).isTrue();
        assertThat(fields.has("chan")).isFalse();
        assertThat(fields.has("channels")).isFalse();
        assertThat(fields.string("channel")).isEqualTo("ré");
        assertThat(fields.string("message")).isNull();
        assertThat(fields.string("absent")).isNull();
        assertThat(fields.field("message")).isEqualTo(Payload.json("{\"a\":[1,\"}\"]}"));
        assertThat(requireNonNull(fields.field("message")).array()).isSameAs(object.array());
        assertThat(fields.field("absent")).isNull();
        assertThat(fields.field("echo")).isEqualTo(Payload.NULL);
        assertThat(fields.isNull("echo")).isTrue();
        assertThat(fields.isNull("channel")).isFalse();
        assertThat(fields.isNull("absent")).isFalse();
    }

    @Test
    void namesMayBeNumbers() {
        JsonFields fields = fields(Payload.json("{\"n\":1.50,\"s\":\"x\",\"b\":true,\"i\":1e999,\"o\":{},\"z\":null}"));
        assertThat(fields.name("n")).isEqualTo(new NameValue("1.5", true));
        assertThat(fields.name("s")).isEqualTo(NameValue.of("x"));
        for (String other : List.of("b", "i", "o", "z", "absent")) {
            assertThat(fields.name(other)).isNull();
        }
    }

    @Test
    void theLastOfEqualNamesCounts() {
        JsonFields fields = fields(Payload.json("{\"a\":1,\"\\u0061\":2,\"b\":1,\"b\":null,\"é\":3,\"\\u00e9\":4}"));
        assertThat(fields.field("a")).hasToString("2");
        assertThat(fields.isNull("b")).isTrue();
        assertThat(fields.field("é")).hasToString("4");
    }

    @Test
    void oddNamesAreOrdinary() {
        JsonFields fields =
                fields(Payload.json("{\"__proto__\":1,\"constructor\":2,\"\":3,\"a\\\"b\":4,\"a}b\":5,\"a\":6}"));
        assertThat(fields.field("__proto__")).hasToString("1");
        assertThat(fields.field("constructor")).hasToString("2");
        assertThat(fields.field("")).hasToString("3");
        assertThat(fields.field("a\"b")).hasToString("4");
        assertThat(fields.field("a}b")).hasToString("5");
        assertThat(fields.field("a")).hasToString("6");
        assertThat(fields.has("toString")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true|true",
                "false|false",
                "null|false",
                "0|false",
                "-0|false",
                "0.0e5|false",
                "1e-999|false",
                "1|true",
                "-0.5|true",
                "1e999|true",
                "\"\"|false",
                "\"0\"|true",
                "\"false\"|true",
                "[]|true",
                "{}|true"
            })
    void truthIsJavaScripts(String json, boolean truthy) {
        assertThat(fields(Payload.json("{\"v\":" + json + "}")).truthy("v")).isEqualTo(truthy);
    }

    @Test
    void absentIsNotTrue() {
        assertThat(fields(Payload.json("{}")).truthy("v")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "\"{}\"", "[]", "[{}]", "true"})
    void otherValuesHaveNoFields(String json) {
        assertThat(JsonFields.read(Payload.json(json))).isNull();
    }

    @Test
    void anAttachmentHasNoFields() {
        assertThat(JsonFields.read(Payload.json(MARK_0).withAttachments(List.of(hex("01")))))
                .isNull();
    }

    @Test
    void aFieldHasItsOwnAttachmentsOnly() {
        JsonFields fields = fields(Payload.json("{\"a\":" + MARK_0 + ",\"b\":[" + MARK_1 + "],\"c\":1}")
                .withAttachments(List.of(hex("0a"), hex("0b"))));
        assertThat(fields.field("a")).hasToString(MARK_0);
        assertThat(requireNonNull(fields.field("a")).attachments()).containsExactly(hex("0a"));
        assertThat(fields.field("b")).hasToString("[" + MARK_0 + "]");
        assertThat(requireNonNull(fields.field("b")).attachments()).containsExactly(hex("0b"));
        assertThat(requireNonNull(fields.field("c")).isBinary()).isFalse();
        assertThat(fields.truthy("a")).isTrue();
        assertThat(fields.holdsAllAttachments("a")).isFalse();
        assertThat(fields.holdsAllAttachments("b")).isFalse();
        assertThat(fields.holdsAllAttachments("absent")).isFalse();
    }

    @Test
    void aFieldThatHoldsAllAttachmentsIsTold() {
        JsonFields fields = fields(Payload.json("{\"a\":1,\"m\":[" + MARK_0 + "," + MARK_1 + "]}")
                .withAttachments(List.of(hex("0a"), hex("0b"))));
        assertThat(fields.holdsAllAttachments("m")).isTrue();
        assertThat(fields.holdsAllAttachments("a")).isFalse();
        assertThat(fields(Payload.json("{\"a\":1}")).holdsAllAttachments("absent"))
                .isTrue();
    }

    private static JsonFields fields(Payload object) {
        return requireNonNull(JsonFields.read(object));
    }
}
