package dev.parley.bench.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The channels of {@link NettyPeer}; belongs to its loop. */
final class NettyRooms {

    private final EventLoop loop;
    private final Map<String, Set<NettyMember>> rooms = new HashMap<>();
    private final List<NettyMember> dirty = new ArrayList<>();
    private final Packet packet = new Packet();
    private final Runnable flush = this::flush;
    private byte[] scratch = new byte[1 << 16];
    private long ids;

    NettyRooms(EventLoop loop) {
        this.loop = loop;
    }

    long nextId() {
        return ++ids;
    }

    void received(NettyMember from, ByteBuf text) {
        int length = text.readableBytes();
        if (length > scratch.length) {
            scratch = new byte[length * 2];
        }
        text.readBytes(scratch, 0, length);
        switch (packet.read(scratch, 0, length)) {
            case CONNECT -> from.reply(Out.connected(from.id()));
            case JOIN -> {
                join(from, packet.channel());
                acknowledge(from);
            }
            case LEAVE -> {
                leave(from, packet.channel());
                acknowledge(from);
            }
            case MESSAGE -> publish(from);
            case IGNORED -> {}
        }
    }

    private void acknowledge(NettyMember from) {
        byte[] ack = packet.ack();
        if (ack.length > 0) {
            from.reply(ack);
        }
    }

    private void publish(NettyMember from) {
        Set<NettyMember> members = rooms.get(packet.channel());
        if (members != null) {
            int length = packet.eventLength();
            ByteBuf frame = ByteBufAllocator.DEFAULT.directBuffer(length + 10);
            frame.writeBytes(Out.head(length));
            packet.event((bytes, offset, count) -> frame.writeBytes(bytes, offset, count));
            for (NettyMember member : members) {
                if (packet.echo() || member != from) {
                    member.write(frame.retainedDuplicate());
                    touch(member);
                }
            }
            frame.release();
        }
        acknowledge(from);
    }

    /** The member is flushed once, when the loop has read all that is to be read in this pass. */
    void touch(NettyMember member) {
        if (member.touch()) {
            if (dirty.isEmpty()) {
                loop.execute(flush);
            }
            dirty.add(member);
        }
    }

    private void flush() {
        for (NettyMember member : dirty) {
            member.flush();
        }
        dirty.clear();
    }

    private void join(NettyMember member, String room) {
        rooms.computeIfAbsent(room, name -> new LinkedHashSet<>()).add(member);
        member.rooms().add(room);
    }

    private void leave(NettyMember member, String room) {
        member.rooms().remove(room);
        Set<NettyMember> members = rooms.get(room);
        if (members != null && members.remove(member) && members.isEmpty()) {
            rooms.remove(room);
        }
    }

    void gone(NettyMember member) {
        for (String room : List.copyOf(member.rooms())) {
            leave(member, room);
        }
    }
}
