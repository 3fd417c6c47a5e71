package dev.parley.protocol;

import static dev.parley.protocol.Bytes.hex;
import static dev.parley.protocol.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    private static final String MARK_0 = "{\"_placeholder\":true,\"num\":0}";
    private static final String MARK_1 = "{\"num\":1,\"_placeholder\":true}";

    @Test
    void sliceRefersToTheArray() {
        byte[] array = utf8("xx{\"a\":1}yy");
        Payload payload = Payload.slice(array, 2, 9);
        assertThat(payload.array()).isSameAs(array);
        assertThat(payload.offset()).isEqualTo(2);
        assertThat(payload.length()).isEqualTo(7);
        assertThat(payload).hasToString("{\"a\":1}");
        byte[] copy = new byte[9];
        payload.copyTo(copy, 1);
        assertThat(copy).isEqualTo(utf8("\u0000{\"a\":1}\u0000"));
    }

    @Test
    void payloadsAreEqualByContent() {
        Payload one = Payload.slice(utf8("xx[1]yy"), 2, 5);
        assertThat(one).isEqualTo(Payload.json("[1]")).hasSameHashCodeAs(Payload.json("[1]"));
        assertThat(one).isNotEqualTo(Payload.json("[2]")).isNotEqualTo("[1]");
        Payload binary = Payload.json(MARK_0).withAttachments(List.of(hex("01")));
        assertThat(binary)
                .isEqualTo(Payload.json(MARK_0).withAttachments(List.of(hex("01"))))
                .isNotEqualTo(Payload.json(MARK_0).withAttachments(List.of(hex("02"))))
                .isNotEqualTo(Payload.json(MARK_0));
    }

    @Test
    void sizeCountsTextAndAttachments() {
        assertThat(Payload.json("\"é\"").size()).isEqualTo(4);
        Payload binary = Payload.json(MARK_0).withAttachments(List.of(new byte[100]));
        assertThat(binary.size()).isEqualTo(MARK_0.length() + 100);
        assertThat(binary.isBinary()).isTrue();
        assertThat(Payload.NULL.isBinary()).isFalse();
    }

    @Test
    void compactLetsABigArrayGo() {
        byte[] frame = utf8("[" + " ".repeat(1000) + "1234]");
        Payload small = Payload.slice(frame, 1001, 1005);
        assertThat(small.compact()).isEqualTo(small);
        assertThat(small.compact().array()).hasSize(4);
        Payload most = Payload.slice(frame, 0, frame.length);
        assertThat(most.compact()).isSameAs(most);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|OBJECT",
                "[]|ARRAY",
                "\"\"|STRING",
                "-1|NUMBER",
                "5|NUMBER",
                "true|BOOLEAN",
                "false|BOOLEAN",
                "null|NULL"
            })
    void kindIsToldByTheFirstByte(String json, JsonKind kind) {
        assertThat(Payload.json(json).kind()).isEqualTo(kind);
    }

    @Test
    void anAttachmentAloneIsBinary() {
        assertThat(Payload.json(MARK_0).withAttachments(List.of(hex("01"))).kind())
                .isEqualTo(JsonKind.BINARY);
        assertThat(Payload.json("{\"a\":" + MARK_0 + "}")
                        .withAttachments(List.of(hex("01")))
                        .kind())
                .isEqualTo(JsonKind.OBJECT);
        assertThat(Payload.EMPTY.kind()).isEqualTo(JsonKind.NOTHING);
    }

    @Test
    void attachmentsMustFitThePlaceholders() {
        Payload two = Payload.json("[" + MARK_0 + "," + MARK_1 + "]");
        assertThat(two.withAttachments(List.of(hex("01"), hex("02"))).attachments())
                .containsExactly(hex("01"), hex("02"));
        assertThatThrownBy(() -> two.withAttachments(List.of(hex("01")))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> two.withAttachments(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Payload.json("1").withAttachments(List.of(hex("01"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        Payload.json("[" + MARK_1 + "," + MARK_0 + "]").withAttachments(List.of(hex("01"), hex("02"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void payloadsArePutTogetherByRenumbering() {
        Payload two = Payload.json("[" + MARK_0 + ", " + MARK_1 + "]").withAttachments(List.of(hex("01"), hex("02")));
        ByteBuilder out = new ByteBuilder();
        two.appendTo(out, 9);
        assertThat(out).hasToString("[{\"_placeholder\":true,\"num\":9}, {\"num\":10,\"_placeholder\":true}]");
        two.appendTo(out.clear(), 0);
        assertThat(out).hasToString(two.toString());
        Payload.json("{\"num\":0}").appendTo(out.clear(), 5);
        assertThat(out).hasToString("{\"num\":0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "1 2", "nope", "{\"_placeholder\":true}"})
    void onlyJsonBecomesAPayload(String text) {
        assertThatThrownBy(() -> Payload.json(text)).isInstanceOf(IllegalArgumentException.class);
        Refusal.of(() -> Payload.parse(utf8(text), 0, text.length(), JsonLimits.DEFAULT))
                .isMalformed();
    }

    @Test
    void placeholdersFromOutsideAreRefusedWithoutAttachments() throws ProtocolException {
        Refusal.of(() -> Payload.parse(utf8(MARK_0), 0, MARK_0.length(), JsonLimits.DEFAULT))
                .isMalformed();
        assertThat(Payload.parse(utf8("x {\"a\":1} x"), 1, 10, JsonLimits.DEFAULT))
                .hasToString("{\"a\":1}");
    }

    @Test
    void placeholdersFromOutsideCanBeTakenAsData() throws ProtocolException {
        for (String text : List.of(MARK_0, "[{\"_placeholder\":true}," + MARK_1 + "]")) {
            Payload payload = Payload.parsePlain(utf8(text), 0, text.length(), JsonLimits.DEFAULT);
            assertThat(payload).hasToString(text);
            assertThat(payload.kind()).isNotEqualTo(JsonKind.BINARY);
        }
        Refusal.of(() -> Payload.parsePlain(utf8("{\"a\"}"), 0, 5, JsonLimits.DEFAULT))
                .isMalformed();
    }

    @Test
    void aNullIsNotAnAbsentValue() {
        assertThat(Payload.NULL).isEqualTo(Payload.json("null"));
        assertThat(Payload.NULL.kind()).isEqualTo(JsonKind.NULL);
    }

    @Test
    void attachmentListsCannotBeChanged() {
        Payload binary = Payload.json(MARK_0).withAttachments(List.of(hex("01")));
        assertThatThrownBy(() -> binary.attachments().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
