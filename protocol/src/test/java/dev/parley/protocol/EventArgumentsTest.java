package dev.parley.protocol;

import static dev.parley.protocol.Bytes.hex;
import static dev.parley.protocol.Decoded.arguments;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EventArgumentsTest {
    private static final String MARKS = "[{\"_placeholder\":true,\"num\":%d},{\"num\":%d,\"_placeholder\":true}]";

    @Test
    void argumentsAreSlices() throws ProtocolException {
        EventArguments arguments = arguments("2[ \"a\" , 1 ,\"x,]\\\"\", {\"b\":[1,2]} ,null]");
        assertThat(arguments.name()).isEqualTo("a");
        assertThat(arguments.numericName()).isFalse();
        assertThat(arguments.size()).isEqualTo(4);
        assertThat(arguments.argument(0)).hasToString("1");
        assertThat(arguments.argument(1)).hasToString("\"x,]\\\"\"");
        assertThat(arguments.argument(2)).hasToString("{\"b\":[1,2]}");
        assertThat(arguments.argument(3)).isEqualTo(Payload.NULL);
        assertThat(arguments.all()).hasToString("1 ,\"x,]\\\"\", {\"b\":[1,2]} ,null");
        assertThatThrownBy(() -> arguments.argument(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> arguments.argument(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void anEventWithoutArgumentsHasAnEmptyList() throws ProtocolException {
        EventArguments arguments = arguments("2[\"a\"]");
        assertThat(arguments.size()).isZero();
        assertThat(arguments.all()).isSameAs(Payload.EMPTY);
    }

    @Test
    void numericNamesHaveJavaScriptsText() throws ProtocolException {
        for (String number : new String[] {"12.5", "12.50", "1.25e1"}) {
            EventArguments arguments = arguments("2[" + number + ",1]");
            assertThat(arguments.nameValue()).isEqualTo(new NameValue("12.5", true));
            assertThat(arguments.numericName()).isTrue();
        }
        assertThat(arguments("2[-0]").name()).isEqualTo("0");
    }

    @Test
    void namesAreUnescaped() throws ProtocolException {
        assertThat(arguments("2[\"\\u00e9\\n😀\"]").name()).isEqualTo("é\n😀");
    }

    @Test
    void anArgumentHasItsOwnAttachmentsOnly() throws ProtocolException {
        EventArguments arguments = arguments(
                "54-[\"a\"," + MARKS.formatted(0, 1) + ",7, " + MARKS.formatted(2, 3) + "]",
                hex("00"),
                hex("01"),
                hex("02"),
                hex("03"));
        assertThat(arguments.argument(0)).hasToString(MARKS.formatted(0, 1));
        assertThat(arguments.argument(0).attachments()).containsExactly(hex("00"), hex("01"));
        assertThat(arguments.argument(1).isBinary()).isFalse();
        assertThat(arguments.argument(2)).hasToString(MARKS.formatted(0, 1));
        assertThat(arguments.argument(2).attachments()).containsExactly(hex("02"), hex("03"));
        assertThat(arguments.all()).hasToString(MARKS.formatted(0, 1) + ",7, " + MARKS.formatted(2, 3));
        assertThat(arguments.all().attachments()).hasSize(4);
    }

    @Test
    void answersHaveArgumentsButNoName() throws ProtocolException {
        EventArguments arguments = arguments("31[\"a\",2]");
        assertThat(arguments.size()).isEqualTo(2);
        assertThat(arguments.argument(0)).hasToString("\"a\"");
        assertThat(arguments.all()).hasToString("\"a\",2");
        assertThatThrownBy(arguments::name).isInstanceOf(IllegalStateException.class);
        assertThat(arguments("31[]").all()).isSameAs(Payload.EMPTY);
    }

    @Test
    void elementsOfAnyArrayCanBeRead() {
        EventArguments elements = requireNonNull(EventArguments.ofArray(Payload.json("[ [1,{}] ,\"]\"]")));
        assertThat(elements.size()).isEqualTo(2);
        assertThat(elements.argument(0)).hasToString("[1,{}]");
        assertThat(elements.argument(1)).hasToString("\"]\"");
        assertThat(requireNonNull(EventArguments.ofArray(Payload.json("[ ]"))).size())
                .isZero();
        assertThat(EventArguments.ofArray(Payload.json("{}"))).isNull();
    }

    @Test
    void fieldsOfTheFirstArgumentAreNotedOnTheWay() throws ProtocolException {
        JsonFields fields = requireNonNull(
                arguments("2[\"a\", {\"x\" : [{\"y\":1}] ,\"z\":{\"x\":2} , \"x\":\"\\\"}\"} ,{\"b\":3}]")
                        .fields(0));
        assertThat(fields.names()).containsExactly("x", "z", "x");
        assertThat(fields.field("x")).hasToString("\"\\\"}\"");
        assertThat(fields.field("z")).hasToString("{\"x\":2}");
        assertThat(requireNonNull(arguments("2[\"a\",{}]").fields(0)).names()).isEmpty();
        assertThat(requireNonNull(arguments("2[\"a\",1,{\"b\":3}]").fields(1)).names())
                .containsExactly("b");
        assertThat(arguments("2[\"a\",[{\"b\":3}]]").fields(0)).isNull();
        assertThat(arguments("2[\"a\",\"b\"]").fields(0)).isNull();
    }

    @Test
    void fieldsOfALargeArgumentAreComplete() throws ProtocolException {
        StringBuilder object = new StringBuilder("{\"m0\":0");
        for (int i = 1; i < 100; i++) {
            object.append(",\"m").append(i).append("\":").append(i);
        }
        JsonFields fields = requireNonNull(arguments("2[\"a\"," + object + "}]").fields(0));
        assertThat(fields.names()).hasSize(100);
        assertThat(fields.field("m16")).hasToString("16");
    }

    @Test
    void aNameIsToldWithoutReadingIt() throws ProtocolException {
        assertThat(arguments("2[\"join\"]").isNamed("join")).isTrue();
        assertThat(arguments("2[\"j\\u006fin\"]").isNamed("join")).isTrue();
        assertThat(arguments("2[\"joins\"]").isNamed("join")).isFalse();
        assertThat(arguments("2[\"joi\"]").isNamed("join")).isFalse();
        assertThat(arguments("2[\"é\"]").isNamed("é")).isTrue();
        assertThat(arguments("2[1.50]").isNamed("1.5")).isTrue();
    }

    @Test
    void aNameThatIsKnownIsNotMadeAgain() throws ProtocolException {
        JsonFields fields = requireNonNull(
                arguments("2[\"a\",{\"text\":\"5\",\"number\":5,\"long\":5.0}]").fields(0));
        NameValue text = NameValue.of("5");
        NameValue number = new NameValue("5", true);
        assertThat(fields.name("text", text)).isSameAs(text);
        assertThat(fields.name("number", number)).isSameAs(number);
        assertThat(fields.name("text", number)).isEqualTo(text);
        assertThat(fields.name("number", text)).isEqualTo(number);
        assertThat(fields.name("long", number)).isEqualTo(number);
        assertThat(fields.name("text", NameValue.of("6"))).isEqualTo(text);
        assertThat(fields.name("text", null)).isEqualTo(text);
        assertThat(fields.name("none", text)).isNull();
    }
}
