package dev.parley.admin;

import java.util.List;

/** The operations of the API, by the names that its description gives them. */
enum Operation {
    PUBLISH("publish", Method.POST, "/v1/apps/{app}/publish", Access.SERVER_KEY, Again.WITH_KEY),
    PUBLISH_BATCH("publishBatch", Method.POST, "/v1/apps/{app}/publish/batch", Access.SERVER_KEY, Again.WITH_KEY),
    LIST_CHANNELS("listChannels", Method.GET, "/v1/apps/{app}/channels", Access.SERVER_KEY, Again.YES),
    GET_CHANNEL("getChannel", Method.GET, "/v1/apps/{app}/channels/{channel}", Access.SERVER_KEY, Again.YES),
    LIST_MEMBERS("listMembers", Method.GET, "/v1/apps/{app}/channels/{channel}/members", Access.SERVER_KEY, Again.YES),
    DISCONNECT_SUBSCRIBER(
            "disconnectSubscriber",
            Method.DELETE,
            "/v1/apps/{app}/subscribers/{subscriber}",
            Access.SERVER_KEY,
            Again.YES),
    LIST_SUBSCRIBERS(
            "listSubscribers", Method.GET, "/v1/apps/{app}/users/{user}/subscribers", Access.SERVER_KEY, Again.YES),
    DISCONNECT_USER(
            "disconnectUser", Method.DELETE, "/v1/apps/{app}/users/{user}/subscribers", Access.SERVER_KEY, Again.YES),
    RAISE_USER_EVENT("raiseUserEvent", Method.POST, "/v1/apps/{app}/users/{user}/events", Access.SERVER_KEY, Again.NO),
    LIST_USERS("listUsers", Method.GET, "/v1/apps/{app}/users", Access.SERVER_KEY, Again.YES),
    CREATE_USER("createUser", Method.POST, "/v1/apps/{app}/users", Access.SERVER_KEY, Again.NO),
    GET_USER("getUser", Method.GET, "/v1/apps/{app}/users/{user}", Access.SERVER_KEY, Again.YES),
    UPDATE_USER("updateUser", Method.PATCH, "/v1/apps/{app}/users/{user}", Access.SERVER_KEY, Again.NO),
    DELETE_USER("deleteUser", Method.DELETE, "/v1/apps/{app}/users/{user}", Access.SERVER_KEY, Again.YES),
    LIST_SESSIONS("listSessions", Method.GET, "/v1/apps/{app}/users/{user}/sessions", Access.SERVER_KEY, Again.YES),
    END_SESSIONS("endSessions", Method.DELETE, "/v1/apps/{app}/users/{user}/sessions", Access.SERVER_KEY, Again.YES),
    END_SESSION_OF_USER(
            "endSessionOfUser",
            Method.DELETE,
            "/v1/apps/{app}/users/{user}/sessions/{session}",
            Access.SERVER_KEY,
            Again.YES),
    END_SESSION("endSession", Method.DELETE, "/v1/apps/{app}/sessions/{session}", Access.SERVER_KEY, Again.YES),
    MINT_TOKEN("mintToken", Method.POST, "/v1/apps/{app}/tokens", Access.SERVER_KEY, Again.NO),
    LIST_KEYS("listKeys", Method.GET, "/v1/apps/{app}/keys", Access.EITHER, Again.YES),
    CREATE_KEY("createKey", Method.POST, "/v1/apps/{app}/keys", Access.EITHER, Again.NO),
    DELETE_KEY("deleteKey", Method.DELETE, "/v1/apps/{app}/keys/{key}", Access.EITHER, Again.YES),
    LIST_AUDIT("listAudit", Method.GET, "/v1/apps/{app}/audit", Access.EITHER, Again.YES),
    LIST_APPS("listApps", Method.GET, "/v1/apps", Access.OPERATOR, Again.YES),
    CREATE_APP("createApp", Method.POST, "/v1/apps", Access.OPERATOR, Again.NO),
    GET_APP("getApp", Method.GET, "/v1/apps/{app}", Access.EITHER, Again.YES),
    REPLACE_APP("replaceApp", Method.PUT, "/v1/apps/{app}", Access.OPERATOR, Again.YES),
    UPDATE_APP("updateApp", Method.PATCH, "/v1/apps/{app}", Access.OPERATOR, Again.NO),
    DELETE_APP("deleteApp", Method.DELETE, "/v1/apps/{app}", Access.OPERATOR, Again.YES);

    enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /** Who may ask for it. */
    enum Access {
        SERVER_KEY,
        OPERATOR,
        EITHER
    }

    /** Whether asking twice is like asking once. */
    enum Again {
        YES,
        NO,
        /** If the request has an Idempotency-Key. */
        WITH_KEY
    }

    private final String id;
    private final Method method;
    private final String path;
    private final Access access;
    private final Again again;

    Operation(String id, Method method, String path, Access access, Again again) {
        this.id = id;
        this.method = method;
        this.path = path;
        this.access = access;
        this.again = again;
    }

    String id() {
        return id;
    }

    Method method() {
        return method;
    }

    Access access() {
        return access;
    }

    Again again() {
        return again;
    }

    /** The path with these values in the places of its parameters, percent-encoded. */
    String path(List<String> values) {
        StringBuilder out = new StringBuilder();
        int value = 0;
        int at = 0;
        for (int open = path.indexOf('{'); open >= 0; open = path.indexOf('{', at)) {
            int close = path.indexOf('}', open);
            out.append(path, at, open).append(Percent.segment(path.substring(open + 1, close), values.get(value++)));
            at = close + 1;
        }
        return out.append(path, at, path.length()).toString();
    }

    /** Whether the first parameter of the path is the app. */
    boolean isOfApp() {
        return path.contains("{app}");
    }
}
