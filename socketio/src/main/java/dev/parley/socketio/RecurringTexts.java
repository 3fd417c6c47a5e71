package dev.parley.socketio;

import java.util.Arrays;

/**
 * Texts that many clients send alike, such as the name of the host and that of their browser, so that the connections of all of them
 * hold one copy. A text is forgotten when another one falls on its place. Nothing secret may be put in here.
 *
 * <p>Any thread. There is no lock: two threads that meet at a place leave a text each, and one of them stays.
 */
final class RecurringTexts {

    /** With {@link #LONGEST} it bounds what the texts take to about 1 MB. */
    private static final int PLACES = 1024;

    private static final int LONGEST = 512;

    private final String[] texts = new String[PLACES];

    RecurringTexts() {
        Arrays.fill(texts, "");
    }

    /** An equal text, which others may hold, too. */
    String shared(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        String known = texts[place];
        if (known.equals(text)) {
            return known;
        }
        texts[place] = text;
        return text;
    }
}
