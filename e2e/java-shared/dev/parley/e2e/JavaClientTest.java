package dev.parley.e2e;

import static dev.parley.e2e.Peer.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Server;
import dev.parley.server.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program written against the Socket.IO client for Java meets: the Altogic event set with acknowledgements. */
class JavaClientTest {

    private static final Identity MEMBER = new Identity("env1", "ck-1");
    private static final int MANY = 1000;

    @TempDir
    private Path folder;

    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = serve(0, "25s");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Server serve(int port, String pingInterval) throws Exception {
        return Server.start(Config.parse("""
                listen: { port: %d }
                data: { dir: '%s' }
                drain: { spread: 0s, timeout: 3s }
                socketio: { pingInterval: %s, pingTimeout: 1s }
                apps:
                  - id: env1
                    clientKeys: [ { key: ck-1 } ]
                  - id: env2
                    clientKeys: [ { key: ck-2 } ]
                """.formatted(port, folder, pingInterval)));
    }

    private Peer connected(Transports transports) {
        return Peer.connected(server.port(), MEMBER, transports);
    }

    @ParameterizedTest
    @EnumSource
    void textArrivesWithItsEcho(Transports transports) throws JSONException {
        try (Peer a = connected(transports);
                Peer b = connected(transports)) {
            a.join("room");
            b.join("room");
            BlockingQueue<Object> own = a.hear("word");
            BlockingQueue<Object> others = b.hear("word");
            JSONObject message = object("text", "ünï ☃ 𝄞", "nothing", JSONObject.NULL);
            a.emit("message", object("channel", "room", "eventName", "word", "message", message));
            for (BlockingQueue<Object> heard : List.of(own, others)) {
                JSONObject event = (JSONObject) Peer.take(heard, "the word");
                assertThat(event.getString("channel")).isEqualTo("room");
                assertThat(event.getJSONObject("message").getString("text")).isEqualTo("ünï ☃ 𝄞");
                assertThat(event.getJSONObject("message").isNull("nothing")).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesArriveAsBytes(Transports transports) throws JSONException {
        byte[] bytes = {0, 1, -1, 127, -128};
        try (Peer a = connected(transports);
                Peer b = connected(transports)) {
            b.join("room");
            BlockingQueue<Object> heard = b.hear("bytes");
            JSONObject message = object("first", bytes, "second", new JSONArray(List.of(new byte[] {7})));
            a.emit("message", object("channel", "room", "eventName", "bytes", "message", message));
            a.emit("message", object("channel", "room", "eventName", "bytes", "message", new byte[] {9}));
            JSONObject first = ((JSONObject) Peer.take(heard, "the first bytes")).getJSONObject("message");
            assertThat((byte[]) first.get("first")).isEqualTo(bytes);
            assertThat((byte[]) first.getJSONArray("second").get(0)).containsExactly(7);
            JSONObject second = (JSONObject) Peer.take(heard, "the second bytes");
            assertThat((byte[]) second.get("message")).containsExactly(9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgementsAnswerWithObjectsArraysAndBytes(Transports transports) throws JSONException {
        try (Peer a = connected(transports)) {
            a.join("room");
            a.command("update", object("data", object("picture", new byte[] {1, 2})));
            JSONArray members = (JSONArray) a.call("members", object("channel", "room"));
            assertThat(members.length()).isEqualTo(1);
            JSONObject member = members.getJSONObject(0);
            assertThat(member.getString("id")).isEqualTo(a.id());
            assertThat((byte[]) member.getJSONObject("data").get("picture")).containsExactly(1, 2);
            JSONObject refusal = (JSONObject) a.call("join", object("channel", ""));
            assertThat(refusal.getJSONObject("error").getString("code")).isEqualTo("invalid_value");
        }
    }

    @ParameterizedTest
    @EnumSource
    void othersSeeJoinUpdateAndLeave(Transports transports) throws JSONException {
        try (Peer observer = connected(transports)) {
            observer.join("room");
            BlockingQueue<Object> joins = observer.hear("channel:join");
            BlockingQueue<Object> updates = observer.hear("channel:update");
            BlockingQueue<Object> leaves = observer.hear("channel:leave");
            String id;
            try (Peer visitor = connected(transports)) {
                id = visitor.id();
                visitor.join("room");
                visitor.command("update", object("data", object("name", "Leia")));
            }
            for (BlockingQueue<Object> events : List.of(joins, updates, leaves)) {
                JSONObject event = (JSONObject) Peer.take(events, "an event of the visitor");
                assertThat(event.getJSONObject("message").getString("id")).isEqualTo(id);
            }
            assertThat(leaves).isEmpty();
        }
    }

    /** With the default transports the change to WebSocket falls into the middle. */
    @ParameterizedTest
    @EnumSource
    void messagesKeepTheirOrder(Transports transports) {
        try (Peer a = connected(transports);
                Peer b = connected(transports)) {
            a.join("room");
            b.join("room");
            BlockingQueue<Object> own = a.hear("n");
            BlockingQueue<Object> others = b.hear("n");
            IntStream.range(0, MANY)
                    .forEach(n -> a.emit("message", object("channel", "room", "eventName", "n", "message", n)));
            List<Integer> expected = IntStream.range(0, MANY).boxed().toList();
            for (BlockingQueue<Object> heard : List.of(own, others)) {
                assertThat(Peer.take(heard, MANY, "number"))
                        .map(JavaClientTest::number)
                        .isEqualTo(expected);
            }
        }
    }

    private static int number(Object event) {
        return ((JSONObject) event).optInt("message", -1);
    }

    @ParameterizedTest
    @EnumSource
    void wrongKeyIsRefused(Transports transports) {
        try (Peer stranger = Peer.opening(server.port(), new Identity("env1", "nope"), transports)) {
            if (Identity.HEARS_REFUSALS) {
                assertThat(stranger.refusal().toString()).contains("Invalid API Key");
            }
            try (Peer later = connected(transports)) {
                later.join("room");
            }
            assertThat(stranger.wasConnected()).isFalse();
        }
    }

    /**
     * The Java clients do not notice a WebSocket's close frame (their OkHttp listener has no {@code onClosing}), so that they
     * come back only when a heartbeat is missing.
     */
    @ParameterizedTest
    @EnumSource
    void comesBackAfterARestart(Transports transports) throws Exception {
        server.close();
        server = serve(0, "500ms");
        try (Peer peer = connected(transports)) {
            peer.join("room");
            String before = peer.id();
            int port = server.port();
            server.drain();
            server = serve(port, "500ms");
            assertThat(peer.disconnectReason()).isIn("transport close", "transport error");
            peer.awaitConnect();
            assertThat(peer.id()).isNotEqualTo(before);
            peer.join("room");
        }
    }

    @Test
    void idleConnectionsStay() throws Exception {
        try (Server quick = serve(0, "150ms");
                Peer polling = Peer.connected(quick.port(), MEMBER, Transports.POLLING);
                Peer webSocket = Peer.connected(quick.port(), MEMBER, Transports.WEBSOCKET);
                Peer upgrading = Peer.connected(quick.port(), MEMBER, Transports.UPGRADE)) {
            List<Peer> all = List.of(polling, webSocket, upgrading);
            BlockingQueue<Object> nothing = webSocket.hear("never");
            // Longer than a peer may stay that answers no heartbeat.
            assertThat(nothing.poll(2 * (150 + 1000), TimeUnit.MILLISECONDS)).isNull();
            all.forEach(peer -> peer.join("room"));
            assertThat(all).noneMatch(Peer::wasDisconnected);
        }
    }

    @Test
    void clientsOfAllTransportsMeet() throws JSONException {
        try (Peer polling = connected(Transports.POLLING);
                Peer webSocket = connected(Transports.WEBSOCKET);
                Peer upgrading = connected(Transports.UPGRADE);
                Peer foreign = Peer.connected(server.port(), new Identity("env2", "ck-2"), Transports.WEBSOCKET)) {
            List<Peer> all = List.of(polling, webSocket, upgrading);
            all.forEach(peer -> peer.join("room"));
            foreign.join("room");
            BlockingQueue<Object> elsewhere = foreign.hear("bytes");
            List<BlockingQueue<Object>> heard =
                    all.stream().map(peer -> peer.hear("bytes")).toList();
            polling.command("message", object("channel", "room", "eventName", "bytes", "message", new byte[] {3}));
            for (BlockingQueue<Object> queue : heard) {
                JSONObject event = (JSONObject) Peer.take(queue, "the bytes");
                assertThat((byte[]) event.get("message")).containsExactly(3);
            }
            foreign.command("leave", object("channel", "room"));
            assertThat(elsewhere).isEmpty();
        }
    }
}
