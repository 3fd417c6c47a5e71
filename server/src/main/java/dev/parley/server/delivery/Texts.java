package dev.parley.server.delivery;

import java.util.Map;

/**
 * What messages say: plain text, one form per kind. Nothing in it was written by a client; the app's name comes from its settings.
 */
final class Texts {

    private static final int LONGEST_NAME = 80;

    /**
     * One message in words.
     *
     * @param subject a single line
     */
    record Text(String subject, String body) {}

    private Texts() {}

    /** @param appName the app's name, or its id */
    static Text of(Message message, String appName) {
        String app = oneLine(appName);
        Map<String, String> values = message.values();
        String code = values.get("code");
        String span = minutes(values.getOrDefault("minutes", ""));
        return code == null
                ? withLink(message.kind(), app, values.getOrDefault("link", ""), span)
                : withCode(message.kind(), app, code, span);
    }

    private static Text withLink(Message.Kind kind, String app, String link, String span) {
        String subject = switch (kind) {
            case CONFIRM_EMAIL -> "Please confirm your email address";
            case CHANGE_EMAIL -> "Please confirm your new email address";
            case CONFIRM_PHONE, CHANGE_PHONE -> "Please confirm your phone number";
            case MAGIC_LINK, SIGN_IN_CODE -> "Your link to sign in";
            case RESET_PASSWORD -> "Choose a new password";
        };
        String body = """
                Hello,

                %s
                open this link:

                %s

                It works%s. If you did not ask for this mail, you need not do anything.

                %s
                """.formatted(wish(kind, app), link, span, app);
        return new Text(app + ": " + subject, body);
    }

    private static String wish(Message.Kind kind, String app) {
        return switch (kind) {
            case CONFIRM_EMAIL -> "welcome to " + app + ". To confirm that this is your email address,";
            case CHANGE_EMAIL -> "to confirm that this is your new email address at " + app + ",";
            case CONFIRM_PHONE, CHANGE_PHONE -> "to confirm your phone number at " + app + ",";
            case MAGIC_LINK, SIGN_IN_CODE -> "to sign in to " + app + ",";
            case RESET_PASSWORD -> "to choose a new password at " + app + ",";
        };
    }

    private static Text withCode(Message.Kind kind, String app, String code, String span) {
        String purpose = switch (kind) {
            case CONFIRM_EMAIL, CHANGE_EMAIL -> "to confirm your email address";
            case CONFIRM_PHONE, CHANGE_PHONE -> "to confirm your phone number";
            case MAGIC_LINK, SIGN_IN_CODE -> "to sign in";
            case RESET_PASSWORD -> "to choose a new password";
        };
        String body =
                app + ": your code " + purpose + " is " + code + ". It works" + span + ". Do not tell it to anybody.";
        return new Text(app + ": your code", body);
    }

    private static String minutes(String minutes) {
        return switch (minutes) {
            case "" -> " for a short time";
            case "1" -> " for one minute";
            default -> " for " + minutes + " minutes";
        };
    }

    private static String oneLine(String name) {
        StringBuilder line = new StringBuilder(name.length());
        name.codePoints()
                .limit(LONGEST_NAME)
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
