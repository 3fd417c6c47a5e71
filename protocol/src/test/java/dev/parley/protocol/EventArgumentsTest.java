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
}
