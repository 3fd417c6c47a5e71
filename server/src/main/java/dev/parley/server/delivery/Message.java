package dev.parley.server.delivery;

import java.util.Map;

/**
 * A message to a user.
 *
 * @param app the app's id
 * @param to an email address, or a phone number
 * @param values what the text is made of: {@code link} or {@code code}, and {@code minutes} it works for
 */
public record Message(String app, Channel channel, Kind kind, String to, Map<String, String> values) {

    /** Copies the map. */
    public Message {
        values = Map.copyOf(values);
    }

    /** The way it goes. */
    public enum Channel {
        EMAIL,
        SMS
    }

    /** What it is about. */
    public enum Kind {
        CONFIRM_EMAIL,
        CONFIRM_PHONE,
        CHANGE_EMAIL,
        CHANGE_PHONE,
        MAGIC_LINK,
        SIGN_IN_CODE,
        RESET_PASSWORD
    }

    /** Shows neither whom it goes to nor what it says. */
    @Override
    public String toString() {
        return "Message[" + app + ", " + channel + ", " + kind + "]";
    }
}
