package dev.parley.chat;

import java.util.Set;

/** Who is looking at a room. Whoever is gets its messages as read. */
public interface Presence {

    /**
     * The users who look at the room now; others than its members do not matter. Asked in the middle of a transaction: answers from
     * memory, at once. Any thread.
     */
    Set<String> present(String app, String roomId);
}
