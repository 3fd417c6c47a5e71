package dev.parley.server.push;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A message as FCM's HTTP v1 API wants it ({@code projects.messages.send}), without the device it goes to. It is within FCM's limit
 * of 4096 bytes: texts are shortened, and if that is not enough the message's attachment and then all data is left out.
 */
final class FcmMessage {

    /** As JSON, escapes included, which is how APNs counts; the rest is for what FCM adds. */
    static final int LIMIT = 3800;

    /** Of APNs, for {@code apns-collapse-id}. */
    private static final int LONGEST_ROOM = 64;

    private final String rest;

    private FcmMessage(String rest) {
        this.rest = rest;
    }

    static FcmMessage of(PushContent content) {
        Draft whole = new Draft(room(content.room()), content.title(), content.body());
        return new FcmMessage(whole.json(MessageData.fitting(content.data(), whole::fits)));
    }

    private static @Nullable String room(String room) {
        boolean usable =
                !room.isEmpty() && room.length() <= LONGEST_ROOM && room.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return usable ? room : null;
    }

    /** The request's body for a device. */
    byte[] json(String token) {
        ByteBuilder out = new ByteBuilder(rest.length() + token.length() + 64);
        out.appendAscii("{\"message\":{\"token\":");
        JsonText.quote(out, token);
        return out.appendUtf8(rest).toByteArray();
    }

    /**
     * What does not change while the data is made to fit.
     *
     * @param room null if systems cannot take it for the name of a group
     */
    private record Draft(@Nullable String room, String title, String body) {

        boolean fits(Map<String, String> data) {
            return write(data).length() <= LIMIT;
        }

        String json(Map<String, String> data) {
            return write(data).toString();
        }

        private ByteBuilder write(Map<String, String> data) {
            ByteBuilder out = new ByteBuilder(1024);
            out.appendAscii(",\"notification\":");
            object(out, new TreeMap<>(Map.of("title", title, "body", body)));
            if (!data.isEmpty()) {
                out.appendAscii(",\"data\":");
                object(out, data);
            }
            android(out);
            apns(out);
            return out.appendAscii("}}");
        }

        private void android(ByteBuilder out) {
            out.appendAscii(",\"android\":{\"priority\":\"HIGH\"");
            if (room != null) {
                out.appendAscii(",\"notification\":");
                object(out, Map.of("tag", room));
            }
            out.append('}');
        }

        private void apns(ByteBuilder out) {
            Map<String, String> headers = new TreeMap<>(Map.of("apns-priority", "10"));
            Map<String, String> aps = new TreeMap<>(Map.of("sound", "default"));
            if (room != null) {
                headers.put("apns-collapse-id", room);
                aps.put("thread-id", room);
            }
            out.appendAscii(",\"apns\":{\"headers\":");
            object(out, headers);
            out.appendAscii(",\"payload\":{\"aps\":");
            object(out, aps);
            out.appendAscii("}}");
        }

        private static void object(ByteBuilder out, Map<String, String> fields) {
            char before = '{';
            for (Map.Entry<String, String> field : fields.entrySet()) {
                JsonText.quote(out.append(before), field.getKey());
                JsonText.quote(out.append(':'), field.getValue());
                before = ',';
            }
            out.append('}');
        }
    }

    /** Shows nobody's words. */
    @Override
    public String toString() {
        return "FcmMessage[]";
    }
}
