package dev.parley.server.accounts;

/**
 * What a client of skapi-js shows to be a user: three texts for one session (skapi 2.5).
 *
 * @param idToken a JWT that REST calls show
 * @param accessToken a JWT that opens the WebSocket
 * @param refreshToken gets new ones; no JWT to the client, and good for nothing else
 * @param expiresAt of the first two; milliseconds since 1970
 * @param session without its own token
 */
public record SkapiTokens(
        String idToken, String accessToken, String refreshToken, long expiresAt, User user, SessionInfo session) {

    /** Shows no token. */
    @Override
    public String toString() {
        return "SkapiTokens[" + session + "]";
    }
}
