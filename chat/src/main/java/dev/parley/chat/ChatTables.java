package dev.parley.chat;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The tables of rooms as a whole. Called in a {@link dev.parley.storage.SqlWork}. */
public final class ChatTables {

    private static final List<String> PARTS = List.of("chat_messages", "chat_members");

    private ChatTables() {}

    /** Deletes the rooms of an app with all that is in them. */
    public static void deleteAllOf(Handle handle, String app) {
        for (String table : PARTS) {
            handle.createUpdate(
                            "DELETE FROM " + table + " WHERE room_id IN (SELECT id FROM chat_rooms WHERE app = :app)")
                    .bind("app", app)
                    .execute();
        }
        handle.createUpdate("DELETE FROM chat_rooms WHERE app = :app")
                .bind("app", app)
                .execute();
    }
}
