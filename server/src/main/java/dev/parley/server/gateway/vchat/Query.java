package dev.parley.server.gateway.vchat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query of a call. */
final class Query {

    /** Users, rooms and messages have such ids. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    /** What clients send before they hold anything. */
    private static final String FIRST = "first";

    private final MultiMap parameters;

    private Query(MultiMap parameters) {
        this.parameters = parameters;
    }

    /** @throws IllegalArgumentException if it is not properly encoded */
    static Query of(HttpServerRequest request) {
        return new Query(request.params(true));
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** A parameter; null if it is missing or blank. */
    @Nullable
    String optional(String name) {
        String value = parameters.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    String text(String name) {
        String value = optional(name);
        if (value == null) {
            throw CallException.invalid("The query needs '" + name + "'.");
        }
        return value;
    }

    /** A whole number that is not negative. */
    int number(String name, int otherwise) {
        String value = optional(name);
        if (value == null) {
            return otherwise;
        }
        if (!NUMBER.matcher(value).matches()) {
            throw CallException.invalid("'" + name + "' must be a whole number.");
        }
        return Integer.parseInt(value);
    }

    /** The id behind which a page begins; null for the first page. */
    @Nullable
    String after(String name) {
        String value = optional(name);
        if (value == null || value.equals(FIRST)) {
            return null;
        }
        if (!isId(value)) {
            throw CallException.invalid("'" + name + "' must be '" + FIRST + "' or an id of 24 hexadecimal digits.");
        }
        return value;
    }
}
