package dev.parley.server.api;

import dev.parley.server.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A back end that calls the API; whatever it is answered must be described. */
final class Backend {

    static final String OPERATOR_TOKEN = "operator-token-of-the-tests";

    static final String SETTINGS = """
            listen: { host: 127.0.0.1, port: 0 }
            ops: { token: %s }
            apps:
              - id: env1
                clientKeys: [ { key: ck-1 } ]
                serverKey: sk-1
                auth: { redirectUrls: [ "https://app.example/welcome" ] }
                skapi: { service: us31mockservice00, owner: 11111111-2222-4333-8444-555555555555 }
              - id: env2
                clientKeys: [ { key: ck-2 } ]
                serverKey: sk-2
              - id: off
                suspended: true
                serverKey: sk-off
            """.formatted(OPERATOR_TOKEN);

    private static final JsonMapper JSON = new JsonMapper();

    /** An answer. */
    record Reply(int status, String body, HttpResponse<String> http) {

        JsonNode json() {
            return JSON.readTree(body);
        }

        String code() {
            return json().path("code").asString("");
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }
    }

    private final RunningServer server;
    private final @Nullable String key;
    private final Description description = new Description();

    Backend(RunningServer server, @Nullable String key) {
        this.server = server;
        this.key = key;
    }

    Reply get(String path) {
        return call("GET", path, null);
    }

    Reply delete(String path) {
        return call("DELETE", path, null);
    }

    Reply post(String path, String json, String... headers) {
        return call("POST", path, json, headers);
    }

    Reply call(String method, String path, @Nullable String json, String... headers) {
        Reply reply = undescribed(method, path, json, headers);
        description.check(method, path, reply.status(), reply.header("content-type"), reply.body());
        return reply;
    }

    /** A call of something that is not in the description. */
    Reply undescribed(String method, String path, @Nullable String json, String... headers) {
        HttpRequest.Builder request = server.request(path)
                .method(
                        method,
                        json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (json != null && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> http = server.send(headers.length == 0 ? request : request.headers(headers));
        return new Reply(http.statusCode(), http.body(), http);
    }
}
