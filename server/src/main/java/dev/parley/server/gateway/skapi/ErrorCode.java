package dev.parley.server.gateway.skapi;

/** What is wrong, in words that skapi-js knows (skapi 2.1), or shows to the app as they are. */
enum ErrorCode {
    INVALID_CORS,
    INVALID_REQUEST,
    SERVICE_DISABLED,
    INVALID_PARAMETER,
    ERROR,
    NOT_EXISTS,
    /** What {@code skapi.login()} says as well. */
    REQUEST_EXCEED,
    NOT_ALLOWED
}
