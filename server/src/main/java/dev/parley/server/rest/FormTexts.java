package dev.parley.server.rest;

/** How much text a body may have. */
public enum FormTexts {
    /** As much as the settings say. */
    USUAL,
    /** At most {@value #SHORT_BYTES} bytes: for calls that anybody can make. */
    SHORT;

    /** Far more than names and passwords need. */
    static final int SHORT_BYTES = 64 * 1024;

    /** @param most of {@code limits.restBodyBytes} */
    Limit limit(int most) {
        return this == SHORT && most > SHORT_BYTES
                ? new Limit(SHORT_BYTES, "the most where nobody need be signed in")
                : new Limit(most, "limits.restBodyBytes");
    }

    /** @param why the setting that says so, or another reason */
    record Limit(int bytes, String why) {

        FormException exceeded(String what) {
            return FormException.tooLarge(what + " more than " + bytes + " bytes (" + why + ").");
        }
    }
}
