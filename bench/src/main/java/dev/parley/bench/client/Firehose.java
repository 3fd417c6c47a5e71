package dev.parley.bench.client;

import dev.parley.protocol.ByteBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that lets one client in and then sends it messages at a rate, each with its number: nothing but a socket and finished frames, so that it is not what is
 * measured.
 */
final class Firehose {

    private static final int PER_TICK = 100;
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key:\\s*(\\S+)");
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Firehose() {}

    /** Prints the port, and ends with the connection. Arguments: messages per second, 0 for as many as are taken; seconds. */
    public static void main(String[] arguments) throws IOException {
        long rate = Long.parseLong(arguments[0]);
        long seconds = Long.parseLong(arguments[1]);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            System.out.println(listener.getLocalPort());
            try (Socket socket = listener.accept()) {
                socket.setTcpNoDelay(true);
                OutputStream out = socket.getOutputStream();
                letIn(socket.getInputStream(), out);
                stream(out, rate, seconds);
                out.write(frame("42[\"end\",{\"channel\":null,\"message\":null}]"));
                socket.getInputStream().readAllBytes();
            }
        }
    }

    private static void letIn(InputStream in, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        Matcher key = KEY.matcher(head);
        if (!key.find()) {
            throw new IOException("no WebSocket handshake");
        }
        out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                + accept(key.group(1)) + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.write(
                frame(
                        "0{\"sid\":\"a\",\"upgrades\":[],\"pingInterval\":86400000,\"pingTimeout\":20000,\"maxPayload\":1000000}"));
        if (in.read(new byte[4096]) < 0) {
            throw new IOException("the client went away");
        }
        out.write(frame("40{\"sid\":\"b\"}"));
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stream(OutputStream out, long rate, long seconds) throws IOException {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        ByteBuilder batch = new ByteBuilder(PER_TICK * 256);
        long number = 0;
        while (System.nanoTime() < end) {
            batch.clear();
            for (int i = 0; i < PER_TICK; i++) {
                batch.append(message(number++));
            }
            out.write(batch.array(), 0, batch.length());
            if (rate > 0) {
                long due = start + number * 1_000_000_000L / rate;
                for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                    LockSupport.parkNanos(due - now);
                }
            }
        }
    }

    private static byte[] message(long number) {
        return frame(
                "42[\"chat-message\",{\"channel\":\"technology-chat\",\"message\":{\"n\":" + number
                        + ",\"username\":\"Luke Skywalker\",\"message\":\"Let's have a Juma juice? I will be there in ten.\"}}]");
    }

    private static byte[] frame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuilder out = new ByteBuilder(bytes.length + 4).append((byte) 0x81);
        if (bytes.length < 126) {
            out.append((byte) bytes.length);
        } else {
            out.append((byte) 126).append((byte) (bytes.length >> 8)).append((byte) bytes.length);
        }
        return out.append(bytes).toByteArray();
    }
}
