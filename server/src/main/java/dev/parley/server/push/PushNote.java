package dev.parley.server.push;

import java.util.Map;
import java.util.Set;

/**
 * Something users are to be told.
 *
 * @param users their hex ids
 * @param room what it is about: notifications of one room replace each other where a system does that
 * @param data what the app's library finds in it; texts only
 */
public record PushNote(
        String app, Set<String> users, String title, String body, String room, Map<String, String> data) {

    /** Copies users and data. */
    public PushNote {
        users = Set.copyOf(users);
        data = Map.copyOf(data);
    }

    /** Shows nobody's words. */
    @Override
    public String toString() {
        return "PushNote[" + app + ", " + users.size() + " users]";
    }
}
