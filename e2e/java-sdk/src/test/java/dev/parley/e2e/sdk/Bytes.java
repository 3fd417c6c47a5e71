package dev.parley.e2e.sdk;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes that equal others of the same content, so that whole events can be compared. */
record Bytes(String hex) {

    static Bytes of(byte[] bytes) {
        return new Bytes(HexFormat.of().formatHex(bytes));
    }

    /** The same value with comparable bytes and numbers in it. */
    static @Nullable Object comparable(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> of(bytes);
            case Number number -> number.doubleValue();
            case List<?> list -> list.stream().map(Bytes::comparable).toList();
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> all = new LinkedHashMap<>();
                map.forEach((name, inner) -> all.put(name, comparable(inner)));
                yield all;
            }
            case null, default -> value;
        };
    }
}
