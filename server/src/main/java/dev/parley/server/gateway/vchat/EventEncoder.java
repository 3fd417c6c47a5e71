package dev.parley.server.gateway.vchat;

import dev.parley.core.Publication;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.PacketWriter;
import dev.parley.protocol.Payload;
import dev.parley.protocol.SocketPacket;
import dev.parley.socketio.PacketEncoder;
import java.util.List;

/**
 * Writes publications as events with exactly one argument and without an acknowledgement id: v_chat's Dart client fails on anything
 * else (vchat 4.3, traps 1 and 2).
 */
record EventEncoder(String namespace) implements PacketEncoder {

    @Override
    public List<byte[]> encode(Publication publication, ByteBuilder out) {
        if (publication instanceof Publication.Message message && message.payload() != null) {
            Payload argument = message.payload();
            NameValue event = new NameValue(message.event().text(), false);
            PacketWriter.SOCKET.beginEvent(out, namespace, event, SocketPacket.NO_ACK, 0);
            out.append(',').append(argument);
            PacketWriter.SOCKET.end(out);
        }
        return List.of();
    }
}
