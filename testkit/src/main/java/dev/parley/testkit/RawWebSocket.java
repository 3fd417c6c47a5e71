package dev.parley.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A WebSocket client on frame level: says what it is told, also what the protocol forbids. One thread at a time. */
public final class RawWebSocket implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private final RawConnection connection;

    /**
     * One received frame.
     *
     * @param fin whether it ends its message
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Frame(int opcode, boolean fin, byte[] payload) {
        /** The payload as UTF-8. */
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Code of a close frame, 1005 if it has none. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    /** Continues on a connection whose handshake was answered. */
    public RawWebSocket(RawConnection connection) {
        this.connection = connection;
    }

    /** Connects in plain text and makes the handshake. */
    public static RawWebSocket connect(int port, String path) {
        return handshake(RawConnection.open(port), path);
    }

    /** Makes the handshake; an answer other than 101 is an {@link IllegalStateException}. */
    public static RawWebSocket handshake(RawConnection connection, String path) {
        connection.send(upgradeRequest(path, null));
        HttpAnswer answer = connection.answer();
        if (answer.status() != 101) {
            connection.close();
            throw new IllegalStateException("handshake answered " + answer.status() + " " + answer.text());
        }
        return new RawWebSocket(connection);
    }

    /** The text of an upgrade request, with more header lines or none. */
    public static String upgradeRequest(String path, @Nullable String moreHeaders) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + (moreHeaders == null ? "" : moreHeaders) + "\r\n";
    }

    /** The bytes of a masked frame. */
    public static byte[] frame(int opcode, boolean fin, byte[] payload) {
        return frame((fin ? 0x80 : 0) | opcode, payload, payload.length, true);
    }

    /** The bytes of a frame with any first byte, any announced length and with or without a mask. */
    public static byte[] frame(int firstByte, byte[] payload, long announced, boolean masked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
        int mask = masked ? 0x80 : 0;
        out.write(firstByte);
        if (announced < 126) {
            out.write(mask | (int) announced);
        } else if (announced <= 0xFFFF) {
            out.write(mask | 126);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) announced).array());
        } else {
            out.write(mask | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(announced).array());
        }
        byte[] body = payload.clone();
        if (masked) {
            out.writeBytes(MASK);
            for (int i = 0; i < body.length; i++) {
                body[i] ^= MASK[i & 3];
            }
        }
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** A close frame's bytes. */
    public static byte[] closeFrame(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .array();
        return frame(CLOSE, true, payload);
    }

    public RawConnection connection() {
        return connection;
    }

    /** Sends a text message in one frame. */
    public void send(String text) {
        connection.send(frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a binary message in one frame. */
    public void send(byte[] bytes) {
        connection.send(frame(BINARY, true, bytes));
    }

    /** Reads one frame. */
    public Frame receive() {
        try {
            byte[] head = connection.read(2);
            long length = head[1] & 0x7F;
            if (length == 126) {
                length = ByteBuffer.wrap(connection.read(2)).getShort() & 0xFFFF;
            } else if (length == 127) {
                length = ByteBuffer.wrap(connection.read(8)).getLong();
            }
            return new Frame(head[0] & 0x0F, head[0] < 0, connection.read(Math.toIntExact(length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a text frame; anything else is an {@link IllegalStateException}. */
    public String text() {
        Frame frame = receive();
        if (frame.opcode() != TEXT) {
            throw new IllegalStateException("expected text, got opcode " + frame.opcode() + ": "
                    + (frame.opcode() == CLOSE ? frame.closeCode() : frame.text()));
        }
        return frame.text();
    }

    /** Reads a binary frame; anything else is an {@link IllegalStateException}. */
    public byte[] binary() {
        Frame frame = receive();
        if (frame.opcode() != BINARY) {
            throw new IllegalStateException("expected binary, got " + frame.opcode() + ": " + frame.text());
        }
        return frame.payload();
    }

    /** Reads on until a close frame and returns its code; 1006 if the connection ends without one. */
    public int closeCode() {
        try {
            while (true) {
                Frame frame = receive();
                if (frame.opcode() == CLOSE) {
                    return frame.closeCode();
                }
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof java.net.SocketTimeoutException) {
                throw e;
            }
            return 1006;
        }
    }

    /** Ends the TCP connection without a close frame. */
    @Override
    public void close() {
        connection.close();
    }
}
