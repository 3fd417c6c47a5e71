package dev.parley.client;

/**
 * Which names the client uses towards the server (altogic-agnost 1.1): of the handshake's path, of the CONNECT packet's fields, and of the REST calls.
 * Parley understands both.
 */
public enum Dialect {
    /** Path {@code /socket.io/}, {@code clientKey} and {@code Session}; REST below {@code /e:APP/_api/rest/v1}. */
    ALTOGIC("/socket.io/", "clientKey", "Session"),
    /** Path {@code /realtime/realtime/}, {@code apiKey} and {@code session}; REST below {@code /APP/agnost}. */
    AGNOST("/realtime/realtime/", "apiKey", "session");

    private final String path;
    private final String keyField;
    private final String sessionField;

    Dialect(String path, String keyField, String sessionField) {
        this.path = path;
        this.keyField = keyField;
        this.sessionField = sessionField;
    }

    String path() {
        return path;
    }

    String keyField() {
        return keyField;
    }

    String sessionField() {
        return sessionField;
    }
}
