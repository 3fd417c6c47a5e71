package dev.parley.socketio;

import dev.parley.core.Batch;
import dev.parley.core.Publication;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Publications for polling clients. How packets are framed depends on what else a poll's answer holds, so they are kept apart
 * here: a run of records, each of a kind (0 text, 1 binary), a length (4 bytes, big-endian) and the message.
 */
final class PollBatch implements Batch {

    private static final int RECORD_HEADER = 5;

    private final PacketEncoder encoder;
    private final ByteBuilder scratch = new ByteBuilder(256);
    private ByteBuffer records;

    PollBatch(PacketEncoder encoder, int sizeHint) {
        this.encoder = encoder;
        this.records = ByteBuffer.allocate(Math.max(64, sizeHint));
    }

    @Override
    public int append(Publication publication) {
        scratch.clear();
        List<byte[]> attachments = encoder.encode(publication, scratch);
        if (scratch.length() == 0) {
            return records.position(); // the protocol has no words for it
        }
        record((byte) 0, scratch.array(), scratch.length());
        for (byte[] attachment : attachments) {
            record((byte) 1, attachment, attachment.length);
        }
        return records.position();
    }

    private void record(byte kind, byte[] bytes, int length) {
        int needed = records.position() + RECORD_HEADER + length;
        if (needed > records.capacity()) {
            byte[] grown = Arrays.copyOf(records.array(), Math.max(needed, 2 * records.capacity()));
            records = ByteBuffer.wrap(grown).position(records.position());
        }
        records.put(kind).putInt(length).put(bytes, 0, length);
    }

    @Override
    public int size() {
        return records.position();
    }

    @Override
    public void release() {}

    /** Hands out the packets of a range; they share this batch's array unless the range is a small part of it. */
    void packets(int from, int to, Consumer<EnginePacket> sink) {
        ByteBuffer range = ByteBuffer.wrap(records.array());
        if (to - from < records.capacity() >> 2) {
            range = ByteBuffer.wrap(Arrays.copyOfRange(records.array(), from, to));
        } else {
            range.limit(to).position(from);
        }
        while (range.hasRemaining()) {
            boolean binary = range.get() == 1;
            int length = range.getInt();
            int start = range.position();
            sink.accept(new EnginePacket(PacketType.MESSAGE, binary, range.array(), start, start + length));
            range.position(start + length);
        }
    }
}
