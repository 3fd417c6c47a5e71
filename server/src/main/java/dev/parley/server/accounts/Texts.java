package dev.parley.server.accounts;

import org.jspecify.annotations.Nullable;

/** What texts from outside must be like before they are stored. */
final class Texts {

    private Texts() {}

    /** Whether it has at most so many characters, no control characters (PostgreSQL takes no NUL) and is valid Unicode. */
    static boolean isPlain(String text, int max) {
        if (text.length() > max) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Null stays null. */
    static @Nullable String checked(@Nullable String text, int max) {
        if (text != null && !isPlain(text, max)) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        return text;
    }

    /** Cuts and blanks until it is plain: for what is only shown. */
    static String tamed(String text, int max) {
        String cut = text.length() <= max ? text : text.substring(0, max);
        if (isPlain(cut, max)) {
            return cut;
        }
        StringBuilder tamed = new StringBuilder(cut.length());
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            tamed.append(c < ' ' || c > '~' ? ' ' : c);
        }
        return tamed.toString();
    }
}
