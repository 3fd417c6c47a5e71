package dev.parley.socketio;

import dev.parley.core.Publication;
import dev.parley.protocol.ByteBuilder;
import java.util.List;

/**
 * Writes a publication as one Socket.IO packet. It is called once per wire format and publication, whatever the number of
 * recipients, on any shard's thread; it keeps no state.
 */
@FunctionalInterface
public interface PacketEncoder {

    /**
     * Appends the packet without the Engine.IO type, for example {@code 2["news",{"a":1}]}; nothing, if clients are not told.
     *
     * @return the binary attachments that follow the packet, in order; empty for a text packet
     */
    List<byte[]> encode(Publication publication, ByteBuilder out);
}
