package dev.parley.server.api;

/** What a call must show to be answered. */
enum Security {
    /** Nothing. */
    NONE,
    /** A server key of the app in the path. */
    SERVER_KEY,
    /** The operator's token ({@code ops.token}). */
    OPERATOR,
    /** Either of them. */
    SERVER_KEY_OR_OPERATOR
}
