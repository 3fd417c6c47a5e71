package dev.parley.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A TCP connection that says anything, and reads HTTP heads and WebSocket frames. Blocking, with a deadline of ten seconds. */
public final class RawClient implements AutoCloseable {

    private static final int DEADLINE_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    public static RawClient connect(int port) {
        try {
            return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An Engine.IO 4 WebSocket, past its OPEN packet. */
    public static RawClient webSocket(int port) {
        return webSocket(port, "/socket.io/?EIO=4&transport=websocket");
    }

    public static RawClient webSocket(int port, String path, String... headers) {
        RawClient client = connect(port);
        client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + String.join("", headers) + "\r\n");
        String head = client.readHead();
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IllegalStateException(head);
        }
        client.readText(text -> text.startsWith("0{"));
        return client;
    }

    /** A socket in the root namespace of an app. */
    public static RawClient entered(int port, String auth) {
        RawClient client = webSocket(port);
        client.text("40" + auth);
        client.readText(text -> text.startsWith("40"));
        return client;
    }

    public RawClient send(String bytes) {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends, and does not mind if the server has hung up. */
    public void trySend(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // hung up: what was to be provoked has happened
        }
    }

    public RawClient text(String text) {
        return send(frame(0x81, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A masked frame with a first byte of choice; the mask is zero. */
    public static byte[] frame(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    public String readHead() {
        try {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            return head.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads text frames until one fits, answering pings of Engine.IO; others are dropped. */
    public String readText(Predicate<String> wanted) {
        try {
            while (true) {
                int first = in.readUnsignedByte();
                int length = in.readUnsignedByte();
                if (length == 126) {
                    length = in.readUnsignedShort();
                } else if (length == 127) {
                    length = (int) in.readLong();
                }
                byte[] payload = in.readNBytes(length);
                String text = new String(payload, StandardCharsets.UTF_8);
                if ((first & 0xF) == 8) {
                    throw new IllegalStateException("closed with " + closeCode(payload));
                }
                if (text.equals("2")) {
                    text("3");
                } else if (wanted.test(text)) {
                    return text;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers the pings that have arrived, dropping everything else; false if nothing had. */
    public boolean answerPings() {
        try {
            if (in.available() == 0) {
                return false;
            }
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            if (first != 0x81 || length > 125) {
                throw new IllegalStateException("unexpected frame");
            }
            if (text.equals("2")) {
                text("3");
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int closeCode(byte[] payload) {
        return payload.length < 2 ? 1005 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    }

    /** Reads to the end of the connection; the close code of a close frame on the way, 1006 without one. */
    public int readToEnd() {
        int code = 1006;
        try {
            while (true) {
                int first = in.read();
                if (first < 0) {
                    return code;
                }
                int length = in.readUnsignedByte();
                if (length == 126) {
                    length = in.readUnsignedShort();
                } else if (length == 127) {
                    length = (int) in.readLong();
                }
                byte[] payload = in.readNBytes(length);
                if ((first & 0xF) == 8) {
                    code = closeCode(payload);
                }
            }
        } catch (IOException e) {
            return code;
        }
    }

    /** Ends with a reset, as a crash does. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
