package dev.parley.server.push;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a push message says.
 *
 * @param room what it is about
 * @param data texts for the app's library
 */
record PushContent(String room, String title, String body, Map<String, String> data) {

    /** Instead of what was written. */
    static final String HIDDEN = "New message";

    PushContent {
        data = Map.copyOf(data);
    }

    /** @param shown whether it may say what was written */
    static PushContent of(PushNote note, boolean shown) {
        return shown
                ? new PushContent(note.room(), note.title(), note.body(), note.data())
                : new PushContent(note.room(), note.title(), HIDDEN, hidden(note.data()));
    }

    private static Map<String, String> hidden(Map<String, String> data) {
        Map<String, String> hidden = new TreeMap<>(data);
        MessageData message = MessageData.of(data);
        if (message == null) {
            hidden.remove(MessageData.KEY);
        } else {
            hidden.put(MessageData.KEY, message.withoutAttachment().withContent(HIDDEN));
        }
        return hidden;
    }

    /** Shows nobody's words. */
    @Override
    public String toString() {
        return "PushContent[]";
    }
}
