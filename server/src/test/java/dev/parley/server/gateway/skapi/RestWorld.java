package dev.parley.server.gateway.skapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import dev.parley.testkit.RawWebSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with two Skapi services of one region, users who call, and members of groups, who are of another client family. */
final class RestWorld implements AutoCloseable {

    static final String SERVICE = "us31mockservice00";
    static final String OWNER = "11111111-2222-4333-8444-555555555555";
    static final String ANNA = "aaaaaaaa-0000-4000-8000-00000000000a";
    static final String BEN = "bbbbbbbb-0000-4000-8000-00000000000b";

    private static final JsonMapper JSON = new JsonMapper();

    final RunningServer server;
    private final List<Guest> guests = new ArrayList<>();

    /**
     * A server.
     *
     * @param ofOne settings of app {@code one}, as YAML that begins with a comma
     * @param more further settings, as YAML
     */
    RestWorld(String ofOne, String more) {
        server = RunningServer.of("""
                listen: { host: 127.0.0.1, port: 0 }
                apps:
                  - { id: one, name: First, requireKey: false, serverKey: sk-one, maxChannelsPerSubscriber: 10000,
                      skapi: { service: %s, owner: %s, admins: [ %s ] } %s }
                  - { id: two, serverKey: sk-two,
                      skapi: { service: us31other, owner: 22222222-2222-4333-8444-555555555555 } }
                """.formatted(SERVICE, OWNER, BEN, ofOne) + more);
    }

    /** An answer, which is JSON whatever it says. */
    record Reply(int status, JsonNode json, HttpResponse<String> http) {

        JsonNode good() {
            assertThat(status).as(http.body()).isEqualTo(200);
            return json;
        }

        /** The code of an error. */
        String bad(int expected) {
            assertThat(status).as(http.body()).isEqualTo(expected);
            assertThat(json.path("message").asString()).isNotBlank();
            assertThat(json.size()).isEqualTo(2);
            return json.path("code").asString();
        }
    }

    Reply send(HttpRequest.Builder request) {
        HttpResponse<String> answer = server.send(request);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        return new Reply(answer.statusCode(), JSON.readTree(answer.body()), answer);
    }

    HttpRequest.Builder request(@Nullable String authorization, String call, String json) {
        HttpRequest.Builder request = server.request("/skapi/" + SERVICE + "/" + call)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    /** @param fields members of the body beside service and owner, with a comma in front, as the client sends them */
    Reply call(@Nullable String authorization, String call, String fields) {
        String body = "{\"service\":\"" + SERVICE + "\",\"owner\":\"" + OWNER + "\"" + fields + "}";
        return send(request(authorization, call, body));
    }

    /** The id token that a back end of an app gets for a user. */
    String token(String app, String user) {
        return minted(app, user, "skapi").path("idToken").asString();
    }

    /** The token of a session of the same user, for a {@link Guest}. */
    String session(String app, String user) {
        return minted(app, user, "altogic").path("token").asString();
    }

    private JsonNode minted(String app, String user, String family) {
        HttpResponse<String> answer = server.post(
                "/v1/apps/" + app + "/tokens",
                "{\"userId\":\"" + user + "\",\"for\":\"" + family + "\"}",
                "Authorization",
                "Bearer sk-" + app);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body());
    }

    /** Somebody who is in groups. */
    final class Guest implements AutoCloseable {

        private final RawWebSocket socket;
        final String id;

        /** @param token of a session; empty for none */
        Guest(String token) {
            socket = RawWebSocket.connect(server.port(), "/socket.io/?EIO=4&transport=websocket");
            String session = token.isEmpty() ? "" : ",\"session\":\"" + token + "\"";
            socket.send("40{\"envId\":\"one\",\"echoMessages\":true" + session + "}");
            id = next("40").replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
            guests.add(this);
        }

        Guest join(String... groups) {
            for (String group : groups) {
                enter(group);
                next("42[\"channel:join\"");
            }
            return this;
        }

        /** Joins, of which the server may tell nothing; join another behind it. */
        Guest enter(String group) {
            socket.send("42[\"join\",{\"channel\":" + JSON.writeValueAsString(group) + "}]");
            return this;
        }

        void leave(String group) {
            socket.send("42[\"leave\",{\"channel\":" + JSON.writeValueAsString(group) + "}]");
            next("42[\"channel:leave\"");
        }

        private String next(String beginning) {
            String text = socket.text();
            while (!text.startsWith(beginning)) {
                text = socket.text();
            }
            return text;
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Override
    public void close() {
        guests.forEach(Guest::close);
        server.close();
    }
}
