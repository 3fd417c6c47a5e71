package dev.parley.admin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server posts to a program of yours. Look whether it is genuine first: {@link WebhookVerifier}. Answer with 2xx; 408, 429 and 5xx are tried
 * again, with the same id; anything else ends it.
 *
 * <p>Immutable; any thread. The texts are personal, and codes and links grant access: {@code toString} shows none of them.
 */
public sealed interface Webhook {

    /**
     * Names the message.
     *
     * @return the same when a request is repeated
     */
    String id();

    /**
     * The app it is about.
     *
     * @return the app's id
     */
    String app();

    /**
     * What it is for.
     *
     * @return a word
     */
    String kind();

    /**
     * A mail or a text to a user, to be delivered by you ({@code delivery.webhook}).
     *
     * @param id the same when a request is repeated
     * @param app the app's id
     * @param channel {@code email} or {@code sms}
     * @param kind what it is for
     * @param to the address or number
     * @param subject the subject of a mail
     * @param text the text
     * @param values what the text was made of, among it {@code link} or {@code code}; unmodifiable
     */
    record Delivery(
            String id,
            String app,
            String channel,
            String kind,
            String to,
            String subject,
            String text,
            Map<String, String> values)
            implements Webhook {

        @Override
        public String toString() {
            return "Delivery[id=" + id + ", app=" + app + ", channel=" + channel + ", kind=" + kind + "]";
        }
    }

    /**
     * Users are to be told of a chat message ({@code push.webhook}).
     *
     * @param id the same when a request is repeated
     * @param app the app's id
     * @param kind {@code message}
     * @param room the room's id
     * @param title who or where it is from
     * @param body the text to show
     * @param users everybody who is to be told, also those without a device; unmodifiable
     * @param devices the devices of these users, unmodifiable
     * @param data what the app gets, unmodifiable
     */
    record Push(
            String id,
            String app,
            String kind,
            String room,
            String title,
            String body,
            List<String> users,
            List<Device> devices,
            Map<String, String> data)
            implements Webhook {

        @Override
        public String toString() {
            return "Push[id=" + id + ", app=" + app + ", kind=" + kind + ", users=" + users.size() + "]";
        }
    }

    /**
     * A device that can be told.
     *
     * @param user whose it is
     * @param token its token
     * @param platform what it is, such as {@code Android}, or null
     */
    record Device(String user, String token, @Nullable String platform) {

        @Override
        public String toString() {
            return "Device[user=" + user + ", platform=" + platform + "]";
        }
    }

    /**
     * Reads the body of a request. Members that this library does not know are ignored.
     *
     * @param body the body's bytes
     * @return a {@link Delivery} if it says to whom, a {@link Push} if it says for which room
     * @throws IllegalArgumentException if it is neither
     */
    static Webhook parse(byte[] body) {
        try {
            JsonIn in = JsonIn.read(body, null);
            if (in.has("to")) {
                return delivery(in);
            }
            if (in.has("room")) {
                return push(in);
            }
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("this is not a webhook of Parley: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("this is not a webhook of Parley that this version knows");
    }

    private static Webhook delivery(JsonIn in) {
        return new Delivery(
                in.text("id"),
                in.text("app"),
                in.text("channel"),
                in.text("kind"),
                in.text("to"),
                in.text("subject"),
                in.text("text"),
                in.textMap("values"));
    }

    private static Webhook push(JsonIn in) {
        return new Push(
                in.text("id"),
                in.text("app"),
                in.text("kind"),
                in.text("room"),
                in.text("title"),
                in.text("body"),
                in.texts("users"),
                in.objects(
                        "devices",
                        Integer.MAX_VALUE,
                        device -> new Device(device.text("user"), device.text("token"), device.textOrNull("platform"))),
                in.textMap("data"));
    }
}
