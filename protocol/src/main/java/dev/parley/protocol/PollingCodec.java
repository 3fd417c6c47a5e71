package dev.parley.protocol;

import dev.parley.protocol.ProtocolException.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Several Engine.IO packets in one HTTP body (Engine.IO protocol, "Payload encoding").
 *
 * <p>Revision 4 joins packets with the byte 0x1e. Revision 3 has two framings: text, each packet behind its length in
 * UTF-16 code units and a colon; and binary, each packet behind a byte that tells text (0) or binary (1), its length in
 * bytes as decimal digits of value 0 to 9, and 0xff. Lengths include the type.
 *
 * <p>Pure functions, linear in time and space. Decoded packets refer to the body's array, which must not be reused.
 */
public final class PollingCodec {
    private static final byte SEPARATOR = 0x1e;
    private static final byte LENGTH_END = (byte) 0xff;
    private static final int MOST_LENGTH_DIGITS = 9;

    private final EngineVersion version;
    private final byte[] body;
    private final int maxPackets;
    private final int maxPacketBytes;
    private final List<EnginePacket> packets = new ArrayList<>();

    private PollingCodec(EngineVersion version, byte[] body, int maxPackets, int maxPacketBytes) {
        this.version = version;
        this.body = body;
        this.maxPackets = maxPackets;
        this.maxPacketBytes = maxPacketBytes;
    }

    /**
     * The packets of a POST's body, at least one.
     *
     * @param octetStream whether the body came as {@code application/octet-stream}, which revision 4 does not have
     * @param maxPackets most packets in the body
     * @param maxPacketBytes most bytes of data in one packet, after Base64 is decoded
     * @throws ProtocolException if any part of the body is malformed or a limit is exceeded; no packet counts then
     */
    public static List<EnginePacket> decode(
            EngineVersion version, byte[] body, boolean octetStream, int maxPackets, int maxPacketBytes)
            throws ProtocolException {
        PollingCodec decoder = new PollingCodec(version, body, maxPackets, maxPacketBytes);
        if (body.length == 0) {
            throw ProtocolException.malformed("empty body");
        }
        if (version == EngineVersion.V3) {
            if (octetStream) {
                decoder.readBinaryFraming();
            } else {
                decoder.readTextFraming();
            }
        } else if (octetStream) {
            throw ProtocolException.malformed("binary body");
        } else {
            decoder.readSeparated();
        }
        return decoder.packets;
    }

    /**
     * The body that carries these packets. Revision 3 uses its binary framing if a packet is binary and the client takes
     * it; in all other cases the body is text and binary packets are Base64.
     *
     * @throws IllegalArgumentException if there is no packet; a poll that has nothing to say is answered with a {@link
     *     PacketType#NOOP}
     */
    public static PollingBody encode(EngineVersion version, List<EnginePacket> packets, boolean clientTakesBinary) {
        if (packets.isEmpty()) {
            throw new IllegalArgumentException("no packet");
        }
        boolean anyBinary = false;
        long size = 0;
        for (EnginePacket packet : packets) {
            anyBinary |= packet.binary();
            size += packet.length() * (packet.binary() ? 4L : 3L) / 3 + 12;
        }
        ByteBuilder out = new ByteBuilder((int) Math.min(size, 1 << 30));
        boolean binaryFraming = version == EngineVersion.V3 && anyBinary && clientTakesBinary;
        for (int i = 0; i < packets.size(); i++) {
            if (binaryFraming) {
                appendBinaryFraming(out, packets.get(i));
            } else if (version == EngineVersion.V3) {
                appendTextFraming(out, packets.get(i));
            } else {
                if (i > 0) {
                    out.append(SEPARATOR);
                }
                appendPacket(out, version, packets.get(i));
            }
        }
        byte[] bytes = out.length() == out.array().length ? out.array() : out.toByteArray();
        return new PollingBody(bytes, binaryFraming);
    }

    private void readSeparated() throws ProtocolException {
        Utf8.check(body, 0, body.length);
        int start = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == SEPARATOR) {
                addText(start, i);
                start = i + 1;
            }
        }
    }

    private void readTextFraming() throws ProtocolException {
        int i = 0;
        while (i < body.length) {
            int units = 0;
            int digits = i;
            while (i < body.length && Json.isDigit(body[i]) && i - digits < MOST_LENGTH_DIGITS) {
                units = units * 10 + (body[i++] - '0');
            }
            if (units == 0 || i == body.length || body[i] != ':') {
                throw ProtocolException.malformed("wrong packet length");
            }
            int start = i + 1;
            i = Utf8.afterUtf16(body, start, body.length, units);
            addText(start, i);
        }
    }

    private void readBinaryFraming() throws ProtocolException {
        int i = 0;
        while (i < body.length) {
            byte kind = body[i++];
            if (kind != 0 && kind != 1) {
                throw ProtocolException.malformed("neither text nor binary packet");
            }
            int length = 0;
            int digits = i;
            while (i < body.length && body[i] >= 0 && body[i] <= 9 && i - digits < MOST_LENGTH_DIGITS) {
                length = length * 10 + body[i++];
            }
            if (length == 0 || i == body.length || body[i] != LENGTH_END) {
                throw ProtocolException.malformed("wrong packet length");
            }
            int start = i + 1;
            if (length > body.length - start) {
                throw ProtocolException.malformed("packet length exceeds the body");
            }
            i = start + length;
            if (kind == 0) {
                Utf8.check(body, start, i);
                addText(start, i);
            } else {
                add(EngineCodec.decodeBinary(version, body, start, i));
            }
        }
    }

    private void addText(int from, int to) throws ProtocolException {
        // Base64 is refused by its own length first, so that what is too large is not decoded.
        if (to - from > 4 && (to - from - 4) / 4 * 3L > maxPacketBytes) {
            throw tooLarge();
        }
        add(EngineCodec.decodeText(version, body, from, to));
    }

    private void add(EnginePacket packet) throws ProtocolException {
        if (packets.size() == maxPackets) {
            throw new ProtocolException(Reason.TOO_MANY_PACKETS, "too many packets in one body");
        }
        if (packet.length() > maxPacketBytes) {
            throw tooLarge();
        }
        packets.add(packet);
    }

    private static ProtocolException tooLarge() {
        return new ProtocolException(Reason.TOO_LARGE, "packet too large");
    }

    private static void appendPacket(ByteBuilder out, EngineVersion version, EnginePacket packet) {
        if (packet.binary()) {
            EngineCodec.appendBase64(out, version, packet);
        } else {
            out.append(packet.type().wireChar()).append(packet.data(), packet.from(), packet.length());
        }
    }

    private static void appendTextFraming(ByteBuilder out, EnginePacket packet) {
        int units = packet.binary()
                ? 2 + (packet.length() + 2) / 3 * 4
                : 1 + Utf8.utf16Length(packet.data(), packet.from(), packet.to());
        out.appendLong(units).append(':');
        appendPacket(out, EngineVersion.V3, packet);
    }

    private static void appendBinaryFraming(ByteBuilder out, EnginePacket packet) {
        out.append((byte) (packet.binary() ? 1 : 0));
        String digits = Integer.toString(packet.length() + 1);
        for (int i = 0; i < digits.length(); i++) {
            out.append((byte) (digits.charAt(i) - '0'));
        }
        out.append(LENGTH_END);
        if (packet.binary()) {
            out.append(EngineCodec.MESSAGE_TYPE).append(packet.data(), packet.from(), packet.length());
        } else {
            appendPacket(out, EngineVersion.V3, packet);
        }
    }
}
