package dev.parley.server.identity;

/**
 * Why a client is refused (specs of Altogic and Agnost, "Connection errors").
 *
 * @param title what the client library shows
 * @param code what programs compare
 * @param message explanation
 * @param status HTTP status of the same refusal over REST
 * @param concernsKey whether a socket that meets it while connected is put out; otherwise its packet is dropped
 * @param retryAfter seconds after which trying again may help; 0 if that is not known
 */
public record Denial(String title, String code, String message, int status, boolean concernsKey, long retryAfter) {

    private static final String PREFIX = "Realtime Connection Error - ";

    public static final Denial NO_ENVIRONMENT = of(
            "No Environment Found",
            "no_environment_found",
            "Cannot identify the execution environment of the app version. Either there is no app version deployed yet, or the"
                    + " API base URL is not pointing to a valid environment.",
            404);
    public static final Denial SUSPENDED = of(
            "Suspended Environment",
            "suspended_environment",
            "Access to environment has been suspended, no operation can be executed until suspension has been revoked.",
            403);
    public static final Denial REALTIME_OFF = of(
            "Realtime Disabled",
            "realtime_not_allowed",
            "Realtime services are disabled for the application version.",
            400);
    public static final Denial NO_ORIGIN = key(
            "Origin Domain Not Found",
            "missing_request_origin",
            "The key may be used from listed web origins only, and the request names none.",
            401);
    public static final Denial NO_ADDRESS = key(
            "IP Address Not Found",
            "missing_client_IP",
            "The key may be used from listed IP addresses only, and the client's is not known.",
            401);
    public static final Denial NO_SESSION = of(
            "Missing Session Token",
            "missing_session_token",
            "No valid session token provided for socket authentication",
            401);
    public static final Denial BAD_SESSION = of(
            "Invalid Session Token",
            "invalid_session_token",
            "The Session token was not authorized or has expired",
            401);

    /** Nobody can tell now, as the database does not answer. */
    public static final Denial UNKNOWN = new Denial(
            "Internal Server Error",
            "internal_server_error",
            "The session cannot be checked now; try again.",
            503,
            false,
            0);

    /** The app's channel rules ({@code apps[].channels}) do not let this client do that. */
    public static final Denial NOT_ALLOWED =
            of("Not Allowed", "not_allowed", "The rules of this app do not allow this client to do that.", 403);

    private static Denial of(String title, String code, String message, int status) {
        return new Denial(PREFIX + title, code, message, status, false, 0);
    }

    private static Denial key(String title, String code, String message, int status) {
        return new Denial(PREFIX + title, code, message, status, true, 0);
    }

    static Denial rateLimited(long retryAfter) {
        return new Denial(
                PREFIX + "Rate Limit Exceeded",
                "rate_limit_exceeded",
                "More packets than this app takes from one address or user (apps[].packetRate).",
                429,
                false,
                retryAfter);
    }

    static Denial missingKey() {
        return key("Missing API Key", "missing_api_key", "A valid API Key needs to be provided", 401);
    }

    static Denial unknownKey(String key) {
        return key(
                "Invalid API Key",
                "invalid_api_key",
                "Application version does not have such an API key (" + key + ")",
                401);
    }

    static Denial keyWithoutRealtime(String key) {
        // The code is misspelt in the original, and clients compare it.
        return key(
                "Unauthorized API Key",
                "unauthorizez_api_key",
                "The API key (" + key + ") is not authorized for realtime service usage.",
                401);
    }

    static Denial expiredKey(String since) {
        return key("Expired API Key", "expired_api_key", "API key is expired, it was valid until " + since + ".", 403);
    }

    static Denial originNotListed(String origin) {
        return key(
                "Origin Domain Not Authorized",
                "domain_not_authorized",
                "The origin (" + origin + ") is not authorized to use this key.",
                401);
    }

    static Denial addressNotListed() {
        return key(
                "IP Address Not Authorized",
                "ip_not_authorized",
                "The client's IP address is not authorized to use this key.",
                401);
    }

    /** The same refusal in the words of Altogic, whose keys are called client keys. */
    public Denial forAltogic() {
        return switch (code) {
            case "missing_api_key" -> new Denial(title, "missing_client_key", message, status, concernsKey, retryAfter);
            case "invalid_api_key" -> new Denial(title, "invalid_client_key", message, status, concernsKey, retryAfter);
            default -> this;
        };
    }
}
