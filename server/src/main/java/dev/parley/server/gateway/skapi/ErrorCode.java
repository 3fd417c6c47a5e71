package dev.parley.server.gateway.skapi;

/** What is in {@code #code} of an error (skapi 5); the words are ours, as far as the client's REST calls have none. */
enum ErrorCode {
    INVALID_REQUEST,
    INVALID_PARAMETER,
    NOT_EXISTS,
    NOT_ALLOWED,
    REQUEST_EXCEED,
    ERROR
}
