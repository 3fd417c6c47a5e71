package dev.parley.server.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of an {@code application/x-www-form-urlencoded} body, which v_chat's original server took as well. */
final class UrlEncodedForm {

    private static final int MAX_FIELDS = 1_000;

    private UrlEncodedForm() {}

    /** @throws FormException if it is none */
    static Map<String, List<String>> parse(byte[] body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int count = 0;
        try {
            for (String field : new String(body, StandardCharsets.UTF_8).split("&", MAX_FIELDS + 1)) {
                count++;
                if (count > MAX_FIELDS) {
                    throw FormException.tooLarge("The form has more than " + MAX_FIELDS + " fields.");
                }
                int equals = field.indexOf('=');
                if (equals > 0) {
                    fields.computeIfAbsent(decoded(field.substring(0, equals)), name -> new ArrayList<>())
                            .add(decoded(field.substring(equals + 1)));
                }
            }
        } catch (IllegalArgumentException e) {
            throw FormException.malformed("The form has a percent sign that escapes nothing.");
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
