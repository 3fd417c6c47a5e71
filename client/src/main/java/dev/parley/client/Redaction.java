package dev.parley.client;

import org.jspecify.annotations.Nullable;

/**
 * Makes of what a server says what may stand in an exception and a log: short, on one line, and without the key and the token it was shown, which some servers
 * repeat when they refuse them.
 *
 * @param key the client key, or null
 * @param session the session's token, or null
 */
record Redaction(@Nullable String key, @Nullable String session) {

    /** What is shorter is a word of the message rather than a secret. */
    private static final int SHORTEST = 6;

    static final Redaction NONE = new Redaction(null, null);

    String clean(String said) {
        return Failures.plain(without(session, without(key, said)));
    }

    private static String without(@Nullable String secret, String said) {
        return secret == null || secret.length() < SHORTEST ? said : said.replace(secret, "…");
    }

    /** No secrets. */
    @Override
    public String toString() {
        return "Redaction";
    }
}
