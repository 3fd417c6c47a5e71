package dev.parley.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request, before it is sent.
 *
 * @param path the values of the path's parameters
 * @param query unencoded
 * @param body null for none
 * @param idempotencyKey null for none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes to it
record Call(
        Operation operation,
        List<String> path,
        Map<String, String> query,
        byte @Nullable [] body,
        @Nullable String idempotencyKey) {

    static Call of(Operation operation, List<String> path) {
        return new Call(operation, path, Map.of(), null, null);
    }

    /** With a parameter of the query; null leaves it out. */
    Call with(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put(name, value);
        return new Call(operation, path, more, body, idempotencyKey);
    }

    Call withBody(byte[] json) {
        return new Call(operation, path, query, json, idempotencyKey);
    }

    Call withIdempotencyKey(String key) {
        return new Call(operation, path, query, body, key);
    }

    /** Path and query. */
    String target() {
        StringBuilder out = new StringBuilder(operation.path(path));
        char before = '?';
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            out.append(before)
                    .append(parameter.getKey())
                    .append('=')
                    .append(Percent.encode(parameter.getKey(), parameter.getValue()));
            before = '&';
        }
        return out.toString();
    }

    /** Whether sending it twice is like sending it once. */
    boolean isRepeatable() {
        return switch (operation.again()) {
            case YES -> true;
            case NO -> false;
            case WITH_KEY -> idempotencyKey != null;
        };
    }

    /** Whether "there is no such thing" says that an earlier try has done it. */
    boolean removes() {
        return switch (operation) {
            case DISCONNECT_SUBSCRIBER, DELETE_USER, END_SESSION, END_SESSION_OF_USER, DELETE_KEY, DELETE_APP -> true;
            default -> false;
        };
    }

    /** Shows nothing of what is sent. */
    @Override
    public String toString() {
        return "Call[" + operation.id() + "]";
    }
}
