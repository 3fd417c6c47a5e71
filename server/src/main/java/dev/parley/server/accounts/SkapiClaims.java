package dev.parley.server.accounts;

/**
 * What one of our id or access tokens says (skapi 2.5).
 *
 * @param app the app's id
 * @param uuid the user's id in this family, lower case
 * @param session the session's id
 * @param expiresAt milliseconds since 1970
 */
public record SkapiClaims(String app, String uuid, String session, Use use, long expiresAt) {

    /** What a token is for ({@code token_use}). */
    public enum Use {
        ID,
        ACCESS
    }
}
