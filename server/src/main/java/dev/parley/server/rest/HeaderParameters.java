package dev.parley.server.rest;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The parameters of a header's value such as {@code form-data; name="file"; filename="a.jpg"}. */
final class HeaderParameters {

    private final String text;
    private int at;
    private final Map<String, String> found = new HashMap<>();

    private HeaderParameters(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** What stands before the parameters, in lower case. */
    static String value(String header) {
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** The parameters by their names in lower case; of those with the same name the first counts. */
    static Map<String, String> of(String header) {
        int first = header.indexOf(';');
        if (first < 0) {
            return Map.of();
        }
        HeaderParameters parameters = new HeaderParameters(header, first + 1);
        while (parameters.at < header.length()) {
            parameters.next();
        }
        return parameters.found;
    }

    private void next() {
        int from = at;
        while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ';') {
            at++;
        }
        String name = text.substring(from, at).strip().toLowerCase(Locale.ROOT);
        if (at == text.length() || text.charAt(at) == ';') {
            at++;
            return;
        }
        at++;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        found.putIfAbsent(name, at < text.length() && text.charAt(at) == '"' ? quoted() : token());
        int next = text.indexOf(';', at);
        at = next < 0 ? text.length() : next + 1;
    }

    private String token() {
        int end = text.indexOf(';', at);
        String token = text.substring(at, end < 0 ? text.length() : end).strip();
        at = end < 0 ? text.length() : end;
        return token;
    }

    /** Browsers and Dart write a quote as {@code %22}, older clients {@code \"}; any other backslash is one of a path. */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                at++;
                c = '"';
            }
            value.append(c);
        }
        at++;
        return value.toString().replace("%22", "\"");
    }
}
