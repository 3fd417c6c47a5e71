package dev.parley.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the machine allows: one thread that finishes a frame once and writes the same bytes to every member. There is no limit, no check, no heartbeat and no
 * other protocol, so no server that is of use can be expected below it.
 *
 * <p>Coalescing, all publications of one pass of the selector that are for a member leave in one write; otherwise each frame is a write of its own. What a
 * socket does not take is kept and written when it can be.
 *
 * <p>All state belongs to the thread that calls {@link #run}; only {@link #close} may be called from another.
 */
public final class Floor implements Runnable, AutoCloseable {

    static final int BUFFER = 1 << 16;
    private static final int BACKLOG = 4096;
    private static final int SPARE = 1024;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final boolean coalescing;
    private final Map<String, FloorRoom> rooms = new HashMap<>();
    private final List<FloorRoom> dirty = new ArrayList<>();
    private final List<FloorConnection> broken = new ArrayList<>();
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();
    private final Packet packet = new Packet();
    private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 19);
    private final Consumer<SelectionKey> ready = this::ready;
    private byte[] scratch = new byte[1 << 20];
    private ByteBuffer cork = ByteBuffer.allocateDirect(BUFFER);
    private int round = 1;
    private long ids;

    /**
     * Listens on loopback.
     *
     * @param port 0 for a free one
     */
    public Floor(int port, boolean coalescing) throws IOException {
        this.coalescing = coalescing;
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Arguments: {@code coalesced} or {@code each}. */
    public static void main(String[] arguments) throws IOException {
        try (Floor floor = new Floor(0, arguments[0].equals("coalesced"))) {
            System.out.println("listening " + floor.port());
            floor.run();
        }
    }

    public int port() {
        return listener.socket().getLocalPort();
    }

    @Override
    public void run() {
        try {
            while (selector.isOpen()) {
                selector.select(ready);
                endRound();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the floor's selector failed", e);
        }
    }

    private void ready(SelectionKey key) {
        if (!(key.attachment() instanceof FloorConnection connection)) {
            accept();
            return;
        }
        try {
            if (key.isValid() && key.isWritable()) {
                connection.drain();
            }
            if (key.isValid() && key.isReadable()) {
                read(connection);
            }
        } catch (IOException e) {
            broken.add(connection);
        } catch (IllegalArgumentException e) {
            System.err.println("floor: " + e.getMessage());
            broken.add(connection);
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new FloorConnection(this, channel, key, ++ids));
            }
        } catch (IOException e) {
            System.err.println("floor: cannot accept: " + e.getMessage());
        }
    }

    private void read(FloorConnection connection) throws IOException {
        int count = connection.read(input.clear());
        if (count < 0) {
            broken.add(connection);
            return;
        }
        byte[] kept = connection.takeKept();
        int length = kept.length + count;
        if (length > scratch.length) {
            scratch = new byte[length * 2];
        }
        System.arraycopy(kept, 0, scratch, 0, kept.length);
        input.flip().get(scratch, kept.length, count);
        connection.received(scratch, length);
    }

    /** One packet of a client, in place. */
    void received(FloorConnection from, byte[] data, int start, int end) throws IOException {
        switch (packet.read(data, start, end)) {
            case CONNECT -> from.reply(Out.connected(from.id()));
            case JOIN -> {
                FloorRoom room = rooms.computeIfAbsent(packet.channel(), FloorRoom::new);
                settle(room);
                from.join(room);
                acknowledge(from);
            }
            case LEAVE -> {
                FloorRoom room = rooms.get(packet.channel());
                if (room != null) {
                    settle(room);
                    leave(from, room);
                }
                acknowledge(from);
            }
            case MESSAGE -> publish(from);
            case IGNORED -> {}
        }
    }

    private void acknowledge(FloorConnection from) throws IOException {
        byte[] ack = packet.ack();
        if (ack.length > 0) {
            from.reply(ack);
        }
    }

    private void publish(FloorConnection from) throws IOException {
        FloorRoom room = rooms.get(packet.channel());
        if (room != null) {
            int needed = packet.eventLength() + 10;
            if (room.isDirty() && !room.hasSpace(needed)) {
                endRound();
            }
            if (!room.isDirty()) {
                room.begin(needed > BUFFER ? ByteBuffer.allocateDirect(needed) : buffer());
                dirty.add(room);
            }
            room.append(packet);
            if (!packet.echo()) {
                room.omitLast(from);
                from.mark(round);
            }
            if (!coalescing) {
                endRound();
            }
        }
        acknowledge(from);
    }

    /** What was published before somebody comes or goes is for those who are there now. */
    private void settle(FloorRoom room) {
        if (room.isDirty()) {
            endRound();
        }
    }

    private void endRound() {
        if (dirty.size() > 1) {
            for (FloorRoom room : dirty) {
                room.markSeen(round);
            }
        }
        for (FloorRoom room : dirty) {
            for (int i = 0; i < room.size(); i++) {
                deliver(room, room.member(i));
            }
        }
        for (FloorRoom room : dirty) {
            release(room.end());
        }
        dirty.clear();
        round++;
        for (FloorConnection connection : broken) {
            drop(connection);
        }
        broken.clear();
    }

    private void deliver(FloorRoom room, FloorConnection member) {
        try {
            if (!member.isMarked(round)) {
                member.send(room.frames());
            } else if (member.takeMark(round)) {
                member.send(gathered(member));
            }
        } catch (IOException e) {
            broken.add(member);
        }
    }

    /** All that this round has for a member of several channels, or for one that is not told its own message. */
    private ByteBuffer gathered(FloorConnection member) {
        int length = 0;
        for (FloorRoom room : member.rooms()) {
            length += room.isDirty() ? room.length() : 0;
        }
        if (length > cork.capacity()) {
            cork = ByteBuffer.allocateDirect(length * 2);
        }
        cork.clear();
        for (FloorRoom room : member.rooms()) {
            if (room.isDirty()) {
                room.copyFor(member, cork);
            }
        }
        return cork.flip();
    }

    private void drop(FloorConnection connection) {
        for (FloorRoom room : List.copyOf(connection.rooms())) {
            leave(connection, room);
        }
        connection.close();
    }

    private void leave(FloorConnection connection, FloorRoom room) {
        connection.leave(room);
        if (room.size() == 0) {
            rooms.remove(room.name());
        }
    }

    ByteBuffer buffer() {
        ByteBuffer buffer = spare.poll();
        return buffer == null ? ByteBuffer.allocateDirect(BUFFER) : buffer.clear();
    }

    void release(ByteBuffer buffer) {
        if (buffer.capacity() == BUFFER && spare.size() < SPARE) {
            spare.push(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        selector.close();
    }
}
