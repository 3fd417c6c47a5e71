package dev.parley.server.api;

import static dev.parley.server.api.Endpoint.Body.JSON;
import static dev.parley.server.api.Endpoint.Body.NONE;
import static dev.parley.server.api.Security.OPERATOR;
import static dev.parley.server.api.Security.SERVER_KEY;
import static dev.parley.server.api.Security.SERVER_KEY_OR_OPERATOR;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The operations of the API: all there are. {@code openapi.yaml} describes the same ones under the same names
 * ({@link #operationId}); a test compares the two.
 */
enum Endpoint {
    PUBLISH("POST", "apps/{app}/publish", SERVER_KEY, JSON),
    PUBLISH_BATCH("POST", "apps/{app}/publish/batch", SERVER_KEY, JSON),
    LIST_CHANNELS("GET", "apps/{app}/channels", SERVER_KEY, NONE, "prefix", "after", "limit"),
    GET_CHANNEL("GET", "apps/{app}/channels/{channel}", SERVER_KEY, NONE),
    LIST_MEMBERS("GET", "apps/{app}/channels/{channel}/members", SERVER_KEY, NONE, "after", "limit"),
    LIST_SUBSCRIBERS("GET", "apps/{app}/users/{user}/subscribers", SERVER_KEY, NONE, "limit"),
    DISCONNECT_USER("DELETE", "apps/{app}/users/{user}/subscribers", SERVER_KEY, NONE),
    DISCONNECT_SUBSCRIBER("DELETE", "apps/{app}/subscribers/{subscriber}", SERVER_KEY, NONE),
    RAISE_USER_EVENT("POST", "apps/{app}/users/{user}/events", SERVER_KEY, JSON),
    LIST_USERS("GET", "apps/{app}/users", SERVER_KEY, NONE, "after", "limit", "email", "phone", "username"),
    CREATE_USER("POST", "apps/{app}/users", SERVER_KEY, JSON),
    GET_USER("GET", "apps/{app}/users/{user}", SERVER_KEY, NONE),
    UPDATE_USER("PATCH", "apps/{app}/users/{user}", SERVER_KEY, JSON),
    DELETE_USER("DELETE", "apps/{app}/users/{user}", SERVER_KEY, NONE),
    LIST_SESSIONS("GET", "apps/{app}/users/{user}/sessions", SERVER_KEY, NONE),
    END_SESSIONS("DELETE", "apps/{app}/users/{user}/sessions", SERVER_KEY, NONE),
    END_SESSION_OF_USER("DELETE", "apps/{app}/users/{user}/sessions/{session}", SERVER_KEY, NONE),
    END_SESSION("DELETE", "apps/{app}/sessions/{session}", SERVER_KEY, NONE),
    MINT_TOKEN("POST", "apps/{app}/tokens", SERVER_KEY, JSON),
    LIST_KEYS("GET", "apps/{app}/keys", SERVER_KEY_OR_OPERATOR, NONE),
    CREATE_KEY("POST", "apps/{app}/keys", SERVER_KEY_OR_OPERATOR, JSON),
    DELETE_KEY("DELETE", "apps/{app}/keys/{key}", SERVER_KEY_OR_OPERATOR, NONE),
    LIST_AUDIT("GET", "apps/{app}/audit", SERVER_KEY_OR_OPERATOR, NONE, "before", "limit"),
    LIST_APPS("GET", "apps", OPERATOR, NONE),
    CREATE_APP("POST", "apps", OPERATOR, JSON),
    GET_APP("GET", "apps/{app}", SERVER_KEY_OR_OPERATOR, NONE),
    REPLACE_APP("PUT", "apps/{app}", OPERATOR, JSON),
    UPDATE_APP("PATCH", "apps/{app}", OPERATOR, JSON),
    DELETE_APP("DELETE", "apps/{app}", OPERATOR, NONE),
    FOLLOW_LINK("GET", "links/{app}", Security.NONE, NONE, "key"),
    PROBE_LINK("HEAD", "links/{app}", Security.NONE, NONE, "key");

    /** What is sent with a call. */
    enum Body {
        NONE,
        JSON
    }

    private final String method;
    private final String path;
    private final Security security;
    private final Body body;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> query;

    Endpoint(String method, String path, Security security, Body body, String... query) {
        this.method = method;
        this.path = path;
        this.security = security;
        this.body = body;
        this.query = List.of(query);
    }

    String method() {
        return method;
    }

    /** Below {@code /v1/}, with names in braces for whole segments. */
    String path() {
        return path;
    }

    Security security() {
        return security;
    }

    Body body() {
        return body;
    }

    /** Names of the parameters it takes in the query; none is required but a link's key. */
    List<String> query() {
        return query;
    }

    /** Request headers that mean something to it, beside those of every call. */
    List<String> headers() {
        return switch (this) {
            case PUBLISH, PUBLISH_BATCH -> List.of(RepeatedCalls.HEADER);
            default -> List.of();
        };
    }

    /** The name in the description: {@code listChannels}. */
    String operationId() {
        String words = Arrays.stream(name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining());
        return Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }
}
