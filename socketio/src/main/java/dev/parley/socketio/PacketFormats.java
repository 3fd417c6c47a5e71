package dev.parley.socketio;

import dev.parley.core.Batch;
import dev.parley.core.Publication;
import dev.parley.core.WireFormat;
import dev.parley.protocol.ByteBuilder;
import dev.parley.transport.FrameBatch;
import dev.parley.transport.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.List;

/** The wire formats of one {@link PacketEncoder}: one for each {@link Carrier}. Make one per gateway and keep it. */
public final class PacketFormats {

    private static final byte ENGINE_MESSAGE = '4';
    private static final byte ENGINE_3_BINARY_MESSAGE = 4;

    /** Where a packet is written before its length, and with it the frame's header, is known. */
    private static final FastThreadLocal<ByteBuilder> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected ByteBuilder initialValue() {
            return new ByteBuilder();
        }
    };

    /** A scratch that has grown beyond this is not kept. */
    private static final int MOST_KEPT = 64 << 10;

    /** What is in front of a packet: the longest frame header, and the type of the Engine.IO message. */
    private static final byte[] ROOM = new byte[WebSocketFrames.MAX_HEADER + 1];

    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final int SHORT_LENGTH = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private static final int MOST_FRAMING = 16 << 10;

    private final WireFormat webSocket4;
    private final WireFormat webSocket3;
    private final WireFormat polling;

    /** Formats that carry what {@code encoder} writes. */
    public PacketFormats(PacketEncoder encoder) {
        // Distinct instances: the hub tells formats apart by identity.
        this.webSocket4 = new Frames(encoder, false);
        this.webSocket3 = new Frames(encoder, true);
        this.polling = new Polls(encoder);
    }

    /** The format for clients on this carrier. */
    public WireFormat of(Carrier carrier) {
        return switch (carrier) {
            case WEBSOCKET_4 -> webSocket4;
            case WEBSOCKET_3 -> webSocket3;
            case POLLING -> polling;
        };
    }

    private record Frames(PacketEncoder encoder, boolean version3) implements WireFormat {
        @Override
        public Batch newBatch(int sizeHint) {
            return new EngineFrames(encoder, version3, sizeHint);
        }
    }

    private record Polls(PacketEncoder encoder) implements WireFormat {
        @Override
        public Batch newBatch(int sizeHint) {
            return new PollBatch(encoder, sizeHint);
        }
    }

    /** Publications as finished WebSocket frames. */
    private static final class EngineFrames extends FrameBatch {
        private final PacketEncoder encoder;
        private final boolean version3;

        EngineFrames(PacketEncoder encoder, boolean version3, int sizeHint) {
            super(sizeHint
                    + Math.min(sizeHint / 2, MOST_FRAMING)
                    + 64); // with names and headers, so that it need not grow
            this.encoder = encoder;
            this.version3 = version3;
        }

        @Override
        protected void encode(Publication publication, ByteBuf out) {
            ByteBuilder scratch = SCRATCH.get().clear().append(ROOM);
            List<byte[]> attachments = encoder.encode(publication, scratch);
            int length = scratch.length();
            if (length > ROOM.length) { // otherwise the protocol has no words for it
                byte[] bytes = scratch.array();
                bytes[ROOM.length - 1] = ENGINE_MESSAGE;
                int from = textHeader(bytes, ROOM.length - 1, length - ROOM.length + 1);
                out.writeBytes(bytes, from, length - from);
                attach(attachments, out);
            }
            if (length > MOST_KEPT) {
                SCRATCH.remove();
            }
        }

        /** Writes the header of a text frame (RFC 6455 section 5.2) in front of its payload and returns where it begins. */
        private static int textHeader(byte[] bytes, int payload, int length) {
            int at = payload;
            int form = length;
            if (length > SHORT_LENGTH) {
                boolean wide = length > 0xFFFF;
                form = wide ? LENGTH_64 : LENGTH_16;
                int end = at - (wide ? Long.BYTES : Short.BYTES);
                for (int left = length; at > end; left >>>= Byte.SIZE) {
                    bytes[--at] = (byte) left;
                }
            }
            bytes[--at] = (byte) form;
            bytes[--at] = FINAL_TEXT;
            return at;
        }

        private void attach(List<byte[]> attachments, ByteBuf out) {
            for (int i = 0; i < attachments.size(); i++) {
                byte[] attachment = attachments.get(i);
                if (version3) {
                    WebSocketFrames.binaryHeader(out, attachment.length + 1);
                    out.writeByte(ENGINE_3_BINARY_MESSAGE);
                } else {
                    WebSocketFrames.binaryHeader(out, attachment.length);
                }
                out.writeBytes(attachment);
            }
        }
    }
}
