package dev.parley.e2e;

import static dev.parley.e2e.Peer.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Server;
import dev.parley.server.config.Config;
import dev.parley.server.identity.Session;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on live sockets (altogic-agnost 3 and 5). In-process, so that the test says what a session is and when it ends. */
class SessionTest {

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final List<Socket> open = new ArrayList<>();

    @TempDir
    private Path folder;

    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = Server.start(
                Config.parse("""
                listen: { port: 0 }
                data: { dir: '%s' }
                apps:
                  - id: env1
                    serverKey: sk-1
                    clientKeys: [ { key: ck-1 }, { key: strict, enforceSession: true } ]
                """.formatted(folder)),
                (app, token) -> CompletableFuture.completedFuture(sessions.get(token)));
    }

    private Session signIn(String token, String user) {
        Session session = new Session("env1", user, "session of " + token, Long.MAX_VALUE, List.of());
        sessions.put(token, session);
        return session;
    }

    @AfterEach
    void stop() {
        open.forEach(Socket::close);
        server.close();
    }

    private Socket connected(Map<String, String> auth) {
        IO.Options options = new IO.Options();
        options.forceNew = true;
        options.transports = new String[] {"websocket"};
        options.auth = auth;
        Socket socket = IO.socket(URI.create("http://127.0.0.1:" + server.port()), options);
        BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
        socket.on(Socket.EVENT_CONNECT, arguments -> answers.add("connected"));
        socket.on(Socket.EVENT_CONNECT_ERROR, arguments -> answers.add(arguments[0]));
        open.add(socket);
        socket.connect();
        assertThat(Peer.take(answers, "an answer to CONNECT")).isEqualTo("connected");
        return socket;
    }

    private Socket member(String key, String token) {
        return connected(Map.of("envId", "env1", "clientKey", key, "Session", token, "echoMessages", "true"));
    }

    private Object call(Socket socket, String event, Object argument) {
        BlockingQueue<Object> answer = new LinkedBlockingQueue<>();
        socket.emit(event, new Object[] {argument}, (io.socket.client.Ack) arguments -> answer.add(arguments[0]));
        return Peer.take(answer, "an acknowledgement of " + event);
    }

    @Test
    void userEventReachesEverySocketOfThatUserAndNobodyElse() throws JSONException {
        signIn("t1", "u9");
        signIn("t2", "u9");
        signIn("t3", "u8");
        List<BlockingQueue<List<Object>>> heard = new ArrayList<>();
        for (String token : List.of("t1", "t2", "t3")) {
            Socket socket = member("ck-1", token);
            BlockingQueue<List<Object>> queue = new LinkedBlockingQueue<>();
            socket.on("user:signout", arguments -> queue.add(Arrays.asList(arguments)));
            socket.on("end", arguments -> queue.add(List.of("end")));
            heard.add(queue);
            // A channel called like the user overhears nothing.
            call(socket, "join", object("channel", "u9"));
        }
        Socket master = connected(Map.of("accessToken", "sk-1"));
        JSONObject event = object("eventName", "user:signout", "envId", "env1", "userId", "u9");
        event.put("session", object("token", "t1"));
        event.put("user", JSONObject.NULL);
        assertThat(call(master, "user_event", event).toString()).isEqualTo("{\"ok\":true}");
        call(master, "broadcast_message", object("eventName", "end", "envId", "env1"));
        for (BlockingQueue<List<Object>> queue : heard.subList(0, 2)) {
            List<Object> arguments = take(queue);
            assertThat(arguments).hasSize(3);
            assertThat(arguments.get(0)).isEqualTo("user:signout");
            assertThat(arguments.get(1).toString()).isEqualTo("{\"token\":\"t1\"}");
            assertThat(arguments.get(2)).isIn(JSONObject.NULL, null);
            assertThat(take(queue)).containsExactly("end");
        }
        assertThat(take(heard.get(2))).containsExactly("end");
    }

    @SuppressWarnings("unchecked")
    private static List<Object> take(BlockingQueue<List<Object>> queue) {
        BlockingQueue<Object> any = (BlockingQueue<Object>) (BlockingQueue<?>) queue;
        return (List<Object>) Peer.take(any, "an event");
    }

    @Test
    void packetsAreDroppedAfterTheSessionIsRevokedAndTheSocketStays() {
        Session session = signIn("t1", "u9");
        Socket observer = member("ck-1", "none");
        call(observer, "join", object("channel", "room"));
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        observer.on("word", arguments -> heard.add(arguments[0]));
        Socket strict = member("strict", "t1");
        JSONObject word = object("channel", "room", "eventName", "word", "message", 1);
        assertThat(call(strict, "message", word).toString()).isEqualTo("{\"ok\":true}");
        Peer.take(heard, "the word");

        session.end();
        assertThat(call(strict, "message", word).toString()).contains("invalid_session_token");
        assertThat(call(strict, "message", word).toString()).contains("invalid_session_token");
        assertThat(strict.connected()).isTrue();

        // What comes next in the channel comes from somebody else.
        JSONObject next = object("channel", "room", "eventName", "word", "message", 2);
        assertThat(call(connected(Map.of("envId", "env1", "clientKey", "ck-1")), "message", next)
                        .toString())
                .isEqualTo("{\"ok\":true}");
        assertThat(Peer.take(heard, "the second word").toString()).contains("\"message\":2");
        assertThat(heard).isEmpty();
    }
}
