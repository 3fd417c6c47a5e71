package dev.parley.chat;

/** What every text that users give must keep to. Whatever else is in it stays as it is, to the byte. */
final class Texts {

    private static final int CLIENT_ID = 128;
    private static final int ID = 24;

    private Texts() {}

    static void check(Draft draft, ChatOptions options) {
        if (!draft.type().isSendable()) {
            throw new RefusedException(Refusal.NOT_SENDABLE);
        }
        filled(draft.content(), options.content());
        if (draft.attachment() != null) {
            filled(draft.attachment(), options.attachment());
        }
        if (draft.clientId() != null) {
            filled(draft.clientId(), CLIENT_ID);
        }
    }

    /** Not blank, not too long, and storable. */
    static void filled(String text, int most) {
        if (text.isBlank()) {
            throw new RefusedException(Refusal.EMPTY);
        }
        if (text.length() > most) {
            throw new RefusedException(Refusal.TOO_LONG);
        }
        if (!isStorable(text)) {
            throw new RefusedException(Refusal.MALFORMED_TEXT);
        }
    }

    /** Whether it can be the id of a room or a message; whatever else is asked for need not be looked up. */
    static boolean isId(String text) {
        return text.length() == ID && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** PostgreSQL stores no NUL, and half a surrogate pair is nothing in UTF-8. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
