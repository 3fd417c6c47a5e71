package dev.parley.protocol;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes session and socket ids: 120 random bits as 20 characters of the URL-safe Base64 alphabet, the shape that
 * Socket.IO clients know. No part of an id is a counter, so an id tells nothing about others or about load.
 *
 * <p>Safe for all threads; event loops may each have one of their own to avoid waiting for each other.
 */
public final class Sid {
    private static final int RANDOM_BYTES = 15;

    private final SecureRandom random = new SecureRandom();

    /** With a random source of its own. */
    public Sid() {}

    /**
     * A new id.
     *
     * @return 20 characters
     */
    public String next() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
