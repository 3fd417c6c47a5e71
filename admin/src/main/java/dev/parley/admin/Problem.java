package dev.parley.admin;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What an answer that says no tells.
 *
 * @param status the HTTP status
 * @param code empty if it is no problem document
 * @param detail for people
 * @param errors which values are wrong
 */
record Problem(int status, String code, String detail, List<FieldError> errors) implements Serializable {

    private static final int MAX_TEXT = 1000;
    private static final int MAX_ERRORS = 20;
    private static final int MAX_CODE = 100;

    static Problem of(Answer answer) {
        String type = answer.header("Content-Type").orElse("no Content-Type");
        if (type.startsWith("application/problem+json") || type.startsWith("application/json")) {
            try {
                return ofDocument(answer.status(), JsonIn.read(answer.body(), null));
            } catch (MalformedJson e) {
                // Said below.
            }
        }
        return new Problem(answer.status(), "", unknown(answer, shortened(type, MAX_CODE)), List.of());
    }

    private static Problem ofDocument(int status, JsonIn in) {
        List<FieldError> errors = in.objects(
                "errors",
                MAX_ERRORS,
                error -> new FieldError(
                        shortened(error.text("field"), MAX_TEXT), shortened(error.text("message"), MAX_TEXT)));
        return new Problem(
                status, shortened(in.text("code"), MAX_CODE), shortened(in.text("detail"), MAX_TEXT), errors);
    }

    private static String unknown(Answer answer, String type) {
        int status = answer.status();
        String redirect = status >= 300 && status < 400
                ? "It is a redirect, which is not followed: give the address that Parley itself answers at."
                : "Something between here and the server may have made it.";
        return "The answer is no problem document (" + type + ", " + answer.body().length + " bytes). " + redirect;
    }

    /** Texts of the other side go to logs: no line breaks, no end of them. */
    private static String shortened(String text, int max) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .limit(max)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(out::appendCodePoint);
        return new String(out.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Whether a Parley server made it, and not something before it. */
    boolean isOfParley() {
        return !code.isEmpty();
    }

    /** For an exception's message. */
    String shown() {
        StringBuilder out = new StringBuilder().append(status);
        if (isOfParley()) {
            out.append(' ').append(code);
        }
        out.append(". ").append(detail);
        errors.stream()
                .filter(error -> !detail.contains(error.message()))
                .forEach(error ->
                        out.append(' ').append(error.field()).append(": ").append(error.message()));
        return out.toString();
    }
}
