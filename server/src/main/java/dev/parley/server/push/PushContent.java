package dev.parley.server.push;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a push message says: a few kilobytes at most, however much was written, as many of these may wait.
 *
 * @param room what it is about
 * @param data texts for the app's library
 */
record PushContent(String room, String title, String body, Map<String, String> data) {

    /** Instead of what was written. */
    static final String HIDDEN = Pushes.HIDDEN;

    /** Bytes as JSON. No device shows more. */
    static final int LONGEST_TITLE = 300;

    static final int LONGEST_BODY = 1200;
    /** Bytes of the data as JSON. FCM takes no more either. */
    static final int LONGEST_DATA = FcmMessage.LIMIT;

    PushContent {
        data = Map.copyOf(data);
    }

    /** @param shown whether it may say what was written */
    static PushContent of(PushNote note, boolean shown) {
        return new PushContent(
                note.room(),
                Shortened.asJson(note.title(), LONGEST_TITLE),
                Shortened.asJson(shown ? note.body() : HIDDEN, LONGEST_BODY),
                MessageData.fitting(shown ? note.data() : hidden(note.data()), data -> bytes(data) <= LONGEST_DATA));
    }

    private static int bytes(Map<String, String> data) {
        ByteBuilder out = new ByteBuilder(1024);
        data.forEach((key, value) -> {
            JsonText.quote(out.append(','), key);
            JsonText.quote(out.append(':'), value);
        });
        return out.length();
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
