package dev.parley.bench.peer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel of the {@link Floor}: its members, and the frames that this round has for them, one behind the other. */
final class FloorRoom implements Out.Sink {

    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final String name;
    private final List<FloorConnection> members = new ArrayList<>();
    private final List<Omission> omissions = new ArrayList<>();
    private @Nullable ByteBuffer frames;
    private int length;
    private int last;

    /** Bytes that one member does not get. */
    private record Omission(FloorConnection member, int from, int to) {}

    FloorRoom(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    int size() {
        return members.size();
    }

    FloorConnection member(int index) {
        return members.get(index);
    }

    void add(FloorConnection member) {
        members.add(member);
    }

    void remove(FloorConnection member) {
        int at = members.indexOf(member);
        FloorConnection end = members.removeLast();
        if (at < members.size()) {
            members.set(at, end);
        }
    }

    boolean isDirty() {
        return frames != null;
    }

    boolean hasSpace(int bytes) {
        return frames != null && frames.capacity() - length >= bytes;
    }

    void begin(ByteBuffer buffer) {
        frames = buffer;
        length = 0;
    }

    void append(Packet packet) {
        last = length;
        byte[] head = Out.head(packet.eventLength());
        put(head, 0, head.length);
        packet.event(this);
        length = written().position();
    }

    /** The frame that was appended last is not for its sender. */
    void omitLast(FloorConnection sender) {
        omissions.add(new Omission(sender, last, length));
    }

    @Override
    public void put(byte[] from, int offset, int length) {
        written().put(from, offset, length);
    }

    /** The round's frames, to be written from; the same object each time. */
    ByteBuffer frames() {
        return written().limit(length).position(0);
    }

    int length() {
        return length;
    }

    void copyFor(FloorConnection member, ByteBuffer target) {
        ByteBuffer all = written();
        int from = 0;
        for (Omission omission : omissions) {
            if (omission.member() == member) {
                target.put(target.position(), all, from, omission.from() - from);
                target.position(target.position() + omission.from() - from);
                from = omission.to();
            }
        }
        target.put(target.position(), all, from, length - from);
        target.position(target.position() + length - from);
    }

    /** A member that is seen in a second channel of the round is written to once for both. */
    void markSeen(int round) {
        for (int i = 0; i < members.size(); i++) {
            members.get(i).seen(round);
        }
    }

    /** Ends the round. */
    ByteBuffer end() {
        ByteBuffer used = written();
        frames = null;
        omissions.clear();
        return used;
    }

    private ByteBuffer written() {
        return frames == null ? NOTHING : frames;
    }
}
