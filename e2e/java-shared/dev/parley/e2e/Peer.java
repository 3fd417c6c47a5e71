package dev.parley.e2e;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.json.JSONException;
import org.json.JSONObject;

/** One client of the library under test, with what it heard. */
final class Peer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final Socket socket;
    private final BlockingQueue<Object> connects = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> refusals = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> disconnects = new LinkedBlockingQueue<>();

    private Peer(int port, Identity identity, Transports transports, Consumer<IO.Options> more) {
        IO.Options options = new IO.Options();
        options.forceNew = true;
        options.reconnectionDelay = 50;
        options.reconnectionDelayMax = 200;
        transports.choose(options);
        identity.show(options);
        more.accept(options);
        socket = IO.socket(URI.create("http://127.0.0.1:" + port), options);
        socket.on(Socket.EVENT_CONNECT, arguments -> connects.add("connected"));
        socket.on(Socket.EVENT_DISCONNECT, arguments -> disconnects.add(arguments[0]));
        // Version 1 calls a refusal "error", version 2 "connect_error".
        for (String event : List.of("error", "connect_error")) {
            socket.on(event, arguments -> refusals.add(arguments[0]));
        }
    }

    static Peer opening(int port, Identity identity, Transports transports) {
        Peer peer = new Peer(port, identity, transports, options -> {});
        peer.socket.connect();
        return peer;
    }

    static Peer connected(int port, Identity identity, Transports transports) {
        Peer peer = opening(port, identity, transports);
        peer.awaitConnect();
        return peer;
    }

    /** Until it has connected, once more than this was called before. */
    void awaitConnect() {
        take(connects, "a connection");
    }

    /** What it was refused with. */
    Object refusal() {
        return take(refusals, "a refusal");
    }

    String disconnectReason() {
        return (String) take(disconnects, "a disconnect");
    }

    boolean wasConnected() {
        return !connects.isEmpty();
    }

    boolean wasDisconnected() {
        return !disconnects.isEmpty();
    }

    String id() {
        return socket.id();
    }

    /** The arguments of every event of that name from now on. */
    BlockingQueue<Object> hear(String event) {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        socket.on(event, arguments -> heard.add(arguments[0]));
        return heard;
    }

    void emit(String event, Object argument) {
        socket.emit(event, argument);
    }

    /** Sends an event and waits for its acknowledgement. */
    Object call(String event, Object argument) {
        BlockingQueue<Object> answer = new ArrayBlockingQueue<>(1);
        socket.emit(event, new Object[] {argument}, (Ack) arguments -> answer.add(arguments[0]));
        return take(answer, "an acknowledgement of " + event);
    }

    /** As {@link #call}; fails unless the answer is {@code {"ok":true}}. */
    void command(String event, Object argument) {
        Object answer = call(event, argument);
        if (!answer.toString().equals("{\"ok\":true}")) {
            throw new AssertionError(event + " was answered with " + answer);
        }
    }

    void join(String channel) {
        command("join", object("channel", channel));
    }

    static Object take(BlockingQueue<Object> queue, String what) {
        try {
            Object taken = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (taken == null) {
                throw new AssertionError("waited in vain for " + what);
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }

    static List<Object> take(BlockingQueue<Object> queue, int count, String what) {
        List<Object> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            taken.add(take(queue, what + " " + i));
        }
        return taken;
    }

    /** An object of names and values in turn. */
    static JSONObject object(Object... namesAndValues) {
        try {
            JSONObject object = new JSONObject();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                object.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
            return object;
        } catch (JSONException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
