package dev.parley.server.gateway.skapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with two Skapi services, and users with connections to them. */
final class SkapiWorld implements AutoCloseable {

    static final String SERVICE = "us31mockservice00";
    static final String OWNER = "11111111-2222-4333-8444-555555555555";
    static final String ANNA = "aaaaaaaa-0000-4000-8000-00000000000a";
    static final String BEN = "bbbbbbbb-0000-4000-8000-00000000000b";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String APPS = """
            listen: { host: 127.0.0.1, port: 0 }
            apps:
              - id: one
                requireKey: false
                serverKey: sk-one
                skapi: { service: us31mockservice00, owner: 11111111-2222-4333-8444-555555555555 }
              - id: two
                serverKey: sk-two
                skapi: { service: eu71otherservice, owner: 22222222-2222-4333-8444-555555555555 }
            """;

    final RunningServer server;
    private final List<RawConnection> opened = new ArrayList<>();

    /** @param ofAppOne further settings of app {@code one}, each on a line of its own */
    SkapiWorld(String ofAppOne, String more) {
        server = RunningServer.of(APPS.replace("requireKey: false", "requireKey: false" + ofAppOne) + more);
    }

    /** @param more further settings, such as {@code skapi: { idleTimeout: 1s }} */
    SkapiWorld(String more) {
        server = RunningServer.of(APPS + more);
    }

    /** What a back end gets for a user of app {@code one} or {@code two}. */
    JsonNode tokens(String app, String user) {
        HttpResponse<String> answer = server.post(
                "/v1/apps/" + app + "/tokens",
                "{\"userId\":\"" + user + "\",\"for\":\"skapi\"}",
                "Authorization",
                "Bearer sk-" + app,
                "Content-Type",
                "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body());
    }

    /** A connection of a user of app {@code one}. */
    Connection connect(String user) {
        String token = tokens("one", user).path("accessToken").asString();
        RawConnection bare = RawConnection.open(server.port());
        opened.add(bare);
        return new Connection(RawWebSocket.handshake(bare, "/skapi/" + SERVICE + "/ws?token=" + token), token);
    }

    /** One client; what it sends and what it is sent. */
    record Connection(RawWebSocket socket, String token) {

        void join(String group) {
            socket.send("{\"action\":\"joinRoom\",\"rid\":" + JSON.writeValueAsString(group) + ",\"token\":\"" + token
                    + "\"}");
        }

        void broadcast(String group, String content) {
            socket.send("{\"action\":\"broadcast\",\"rid\":" + JSON.writeValueAsString(group) + ",\"content\":"
                    + content + ",\"notification\":\"\",\"notificationConfig\":{},\"token\":\"" + token + "\"}");
        }

        void say(String user, String content) {
            socket.send("{\"action\":\"sendMessage\",\"uid\":\"" + user + "\",\"content\":" + content
                    + ",\"notification\":\"\",\"notificationConfig\":{},\"token\":\"" + token + "\"}");
        }

        /** The next frame as the client reads it. */
        JsonNode next() {
            return JSON.readTree(socket.text().replace("%25", "%"));
        }

        /** Joins and reads the notice of it; its own connection id. */
        String joined(String group) {
            join(group);
            JsonNode notice = next();
            assertThat(notice.path("#code").asString()).isEqualTo("USER_JOINED");
            return notice.path("#scid").asString();
        }
    }

    @Override
    public void close() {
        opened.forEach(RawConnection::close);
        server.close();
    }
}
