package dev.parley.socketio;

import dev.parley.core.Batch;
import dev.parley.core.Publication;
import dev.parley.core.WireFormat;
import dev.parley.protocol.ByteBuilder;
import dev.parley.transport.FrameBatch;
import dev.parley.transport.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** The wire formats of one {@link PacketEncoder}: one for each {@link Carrier}. Make one per gateway and keep it. */
public final class PacketFormats {

    private static final byte ENGINE_MESSAGE = '4';
    private static final byte ENGINE_3_BINARY_MESSAGE = 4;

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

    WireFormat of(Carrier carrier) {
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
        private final ByteBuilder scratch = new ByteBuilder(256);

        EngineFrames(PacketEncoder encoder, boolean version3, int sizeHint) {
            super(sizeHint);
            this.encoder = encoder;
            this.version3 = version3;
        }

        @Override
        protected void encode(Publication publication, ByteBuf out) {
            scratch.clear();
            List<byte[]> attachments = encoder.encode(publication, scratch);
            if (scratch.length() == 0) {
                return; // the protocol has no words for it
            }
            WebSocketFrames.textHeader(out, scratch.length() + 1);
            out.writeByte(ENGINE_MESSAGE).writeBytes(scratch.array(), 0, scratch.length());
            for (byte[] attachment : attachments) {
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
