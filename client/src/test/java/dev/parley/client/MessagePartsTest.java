package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MessagePartsTest {

    @Test
    void aSurrogatePairSurvivesBeingSplit() throws Exception {
        MessageParts parts = new MessageParts(100);
        assertThat(parts.text("4a\uD83D", false)).isNull();
        assertThat(parts.text("\uDE00b\uD83D", false)).isNull();
        assertThat(parts.text("", false)).isNull();
        assertThat(parts.text("\uDE00", true))
                .isEqualTo(EnginePacket.text(PacketType.MESSAGE, "a\uD83D\uDE00b\uD83D\uDE00"));
    }

    @Test
    void partsMayBeEmpty() throws Exception {
        MessageParts parts = new MessageParts(100);
        assertThat(parts.text("", false)).isNull();
        assertThat(parts.text("4x", false)).isNull();
        assertThat(parts.text("", true)).isEqualTo(EnginePacket.text(PacketType.MESSAGE, "x"));
        assertThat(parts.binary(ByteBuffer.allocate(0), true)).isEqualTo(EnginePacket.binary(new byte[0]));
    }

    @Test
    void aPacketIsNotTouchedByTheNextOne() throws Exception {
        MessageParts parts = new MessageParts(100);
        parts.text("4fi", false);
        EnginePacket first = parts.text("rst", true);
        parts.text("4sec", false);
        parts.text("ond", true);
        assertThat(first).isEqualTo(EnginePacket.text(PacketType.MESSAGE, "first"));
    }

    @Test
    void theBoundCountsBytesOfAllParts() throws Exception {
        MessageParts parts = new MessageParts(4);
        parts.text("4ü", false);
        assertThatThrownBy(() -> parts.text("ü", true)).isInstanceOf(MalformedDataException.class);
        MessageParts others = new MessageParts(4);
        others.binary(ByteBuffer.allocate(3), false);
        assertThatThrownBy(() -> others.binary(ByteBuffer.allocate(2), false))
                .isInstanceOf(MalformedDataException.class);
    }
}
