package dev.parley.client;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.EngineCodec;
import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes packets of WebSocket messages, which the JDK gives in parts if they did not arrive in one piece. Holds no more than the bound. Used by one thread at a
 * time.
 */
final class MessageParts {

    private static final char NONE = 0;

    private final int maxBytes;
    /** What has come of a message that is not complete. */
    private @Nullable ByteBuilder begun;
    /** The first half of a surrogate pair, if the last part ended between the two. */
    private char half = NONE;

    MessageParts(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes a part of a text message.
     *
     * @return the packet, if this was the last part
     * @throws ProtocolException if the message is no packet
     * @throws MalformedDataException if the message is larger than the bound
     */
    @Nullable
    EnginePacket text(CharSequence part, boolean last) throws ProtocolException {
        ByteBuilder sofar = begun;
        requireRoom(sofar, part.length()); // a character has at least one byte
        if (sofar == null && last) {
            byte[] whole = part.toString().getBytes(StandardCharsets.UTF_8);
            requireRoom(null, whole.length);
            return EngineCodec.decodeText(EngineVersion.V4, whole, 0, whole.length);
        }
        byte[] bytes = wholeCharacters(part, last).getBytes(StandardCharsets.UTF_8);
        ByteBuilder message = add(sofar, ByteBuffer.wrap(bytes), last);
        return last ? EngineCodec.decodeText(EngineVersion.V4, message.array(), 0, message.length()) : null;
    }

    /**
     * Takes a part of a binary message.
     *
     * @return the packet, if this was the last part
     * @throws ProtocolException if the message is no packet
     * @throws MalformedDataException if the message is larger than the bound
     */
    @Nullable
    EnginePacket binary(ByteBuffer part, boolean last) throws ProtocolException {
        ByteBuilder sofar = begun;
        if (sofar == null && last) {
            requireRoom(null, part.remaining());
            byte[] whole = new byte[part.remaining()];
            part.get(whole);
            return EngineCodec.decodeBinary(EngineVersion.V4, whole, 0, whole.length);
        }
        ByteBuilder message = add(sofar, part, last);
        return last ? EngineCodec.decodeBinary(EngineVersion.V4, message.array(), 0, message.length()) : null;
    }

    /** The packet is a range of the builder's array, so a builder is never used for a second message. */
    private ByteBuilder add(@Nullable ByteBuilder sofar, ByteBuffer part, boolean last) {
        requireRoom(sofar, part.remaining());
        ByteBuilder message = sofar == null ? new ByteBuilder(2 * part.remaining()) : sofar;
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        message.append(bytes);
        begun = last ? null : message;
        return message;
    }

    private String wholeCharacters(CharSequence part, boolean last) {
        String text = half == NONE ? part.toString() : half + part.toString();
        half = NONE;
        int end = text.length() - 1;
        if (!last && end >= 0 && Character.isHighSurrogate(text.charAt(end))) {
            half = text.charAt(end);
            return text.substring(0, end);
        }
        return text;
    }

    private void requireRoom(@Nullable ByteBuilder sofar, int more) {
        if (more > maxBytes - (sofar == null ? 0 : sofar.length())) {
            throw Failures.tooBig("a message", maxBytes);
        }
    }
}
