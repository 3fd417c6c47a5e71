package dev.parley.server.accounts;

/**
 * A client's proof (skapi 2.5 B).
 *
 * @param userId as in the challenge
 * @param secret as in the challenge
 * @param timestamp as the client wrote it, such as {@code Fri Nov 20 17:41:15 UTC 2026}
 * @param signature Base64
 */
public record SrpAnswer(String userId, String secret, String timestamp, String signature) {

    /** Shows nothing. */
    @Override
    public String toString() {
        return "SrpAnswer[]";
    }
}
