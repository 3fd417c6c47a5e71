package dev.parley.client;

import dev.parley.protocol.EnginePacket;
import java.util.ArrayList;
import java.util.List;

/** Packets that go out together, and the commands among them. */
final class Batch {

    private static final int MOST_PACKETS = 64;
    private static final int MOST_BYTES = 64 * 1024;

    private final List<EnginePacket> packets = new ArrayList<>();
    /** Those whose future completes when they are written. */
    private final List<Command<?>> commands = new ArrayList<>();

    private int bytes;

    boolean isEmpty() {
        return packets.isEmpty();
    }

    boolean hasRoom() {
        return packets.size() < MOST_PACKETS && bytes < MOST_BYTES;
    }

    void add(List<EnginePacket> more) {
        packets.addAll(more);
        for (EnginePacket packet : more) {
            bytes += packet.length();
        }
    }

    void completes(Command<?> command) {
        commands.add(command);
    }

    List<EnginePacket> packets() {
        return packets;
    }

    List<Command<?>> commands() {
        return commands;
    }
}
