package dev.parley.server.gateway.skapi;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for (skapi 2.3).
 *
 * @param limit how many at most
 * @param startKey what the page before ended with; null for the first
 * @param over whether the page before was the last
 */
record Paging(int limit, boolean ascending, @Nullable CallBody startKey, boolean over) {

    private static final int USUAL = 50;
    private static final int MOST = 1_000;
    private static final String END = "end";
    private static final String START = "start";

    static Paging of(CallBody body) {
        double limit = body.number("limit", USUAL);
        if (limit < 1 || limit > MOST || limit != Math.rint(limit)) {
            throw CallRefusal.invalid("'limit' must be a whole number from 1 to " + MOST + ".");
        }
        boolean ascending = body.bool("ascending", true);
        String word = body.has("startKey") && body.isText("startKey") ? body.text("startKey") : null;
        if (word == null) {
            return new Paging((int) limit, ascending, body.object("startKey"), false);
        }
        if (!word.equals(END) && !word.equals(START)) {
            throw wrongKey();
        }
        return new Paging((int) limit, ascending, null, word.equals(END));
    }

    static CallRefusal wrongKey() {
        return CallRefusal.invalid("'startKey' must be the startKey of this list's last page, or 'end'.");
    }
}
