package dev.parley.server.webpush;

import dev.parley.protocol.JsonText;
import dev.parley.server.push.Pushes;
import dev.parley.server.push.Shortened;
import java.nio.charset.StandardCharsets;

/** What a browser's page gets: {@code {"title":…,"body":…}} of at most {@link #MOST} bytes. */
final class Payload {

    /** Bytes. The client allows as many; encrypted, it is within what push services take. */
    static final int MOST = 3072;

    /** Bytes as JSON, where not everything fits. */
    private static final int SHORT_TITLE = 1024;

    private static final String FORM = "{\"title\":%s,\"body\":%s}";
    private static final int FRAME = FORM.length() - 2 * "%s".length();

    private final byte[] json;

    private Payload(byte[] json) {
        this.json = json;
    }

    /** @param shown whether it may say what was written */
    static Payload of(Notification notification, boolean shown) {
        String body = shown ? notification.body() : Pushes.HIDDEN;
        if (notification.title().length() + body.length() <= MOST) {
            byte[] whole = json(JsonText.quote(notification.title()), JsonText.quote(body));
            if (whole.length <= MOST) {
                return new Payload(whole);
            }
        }
        String title = JsonText.quote(Shortened.asJson(notification.title(), SHORT_TITLE));
        int left = MOST - FRAME - title.getBytes(StandardCharsets.UTF_8).length;
        return new Payload(json(title, JsonText.quote(Shortened.asJson(body, left))));
    }

    private static byte[] json(String title, String body) {
        return FORM.formatted(title, body).getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return json.clone();
    }

    /** Shows nobody's words. */
    @Override
    public String toString() {
        return "Payload[" + json.length + "]";
    }
}
