package dev.parley.client;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.PollingCodec;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The bodies of the POSTs that carry some packets in their order. Each is within the server's limits, unless a packet alone is not; a body is made when it is
 * asked for.
 */
final class PollingBodies implements Iterator<byte[]> {

    /** Most packets that Parley takes in one body. */
    private static final int MOST_PACKETS = 1_000;

    private final List<EnginePacket> packets;
    private final int maxBytes;
    private int next;

    PollingBodies(List<EnginePacket> packets, int maxBytes) {
        this.packets = packets;
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean hasNext() {
        return next < packets.size();
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int from = next;
        long bytes = size(packets.get(next++));
        while (hasNext() && next - from < MOST_PACKETS) {
            bytes += 1 + size(packets.get(next)); // and a separator
            if (bytes > maxBytes) {
                break;
            }
            next++;
        }
        return PollingCodec.encode(EngineVersion.V4, packets.subList(from, next), false)
                .bytes();
    }

    private static long size(EnginePacket packet) {
        return 1 + (packet.binary() ? (packet.length() + 2L) / 3 * 4 : packet.length());
    }
}
