package dev.parley.protocol;

import static dev.parley.protocol.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBuilderTest {
    @Test
    void growsAndKeepsWhatWasAppended() {
        ByteBuilder out = new ByteBuilder(1);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            out.append((byte) 'x')
                    .append(',')
                    .append(utf8("[é]"), 1, 2)
                    .appendAscii("ab")
                    .appendUtf8("c😀d")
                    .appendLong(i - 5);
            expected.append("x,éabc😀d").append(i - 5);
        }
        assertThat(out.toString()).isEqualTo(expected.toString());
        assertThat(out.toByteArray()).isEqualTo(utf8(expected.toString()));
        assertThat(out.length()).isEqualTo(utf8(expected.toString()).length);
    }

    @Test
    void clearForgetsTheContent() {
        ByteBuilder out = new ByteBuilder().appendAscii("abc").clear().append(Payload.json(" [1] "));
        assertThat(out.toString()).isEqualTo("[1]");
    }

    @Test
    void numbersAreDecimal() {
        assertThat(new ByteBuilder()
                        .appendLong(Long.MIN_VALUE)
                        .appendLong(0)
                        .appendLong(9)
                        .appendLong(10)
                        .toString())
                .isEqualTo(Long.MIN_VALUE + "0910");
    }
}
