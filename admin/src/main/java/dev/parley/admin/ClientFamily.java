package dev.parley.admin;

import java.util.Locale;

/** The clients a token is for. */
public enum ClientFamily {
    /** The clients of Altogic and Agnost, every Socket.IO client, and Parley's own. */
    ALTOGIC,
    /** skapi-js. */
    SKAPI,
    /** v_chat. */
    VCHAT;

    /** As the API writes it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
