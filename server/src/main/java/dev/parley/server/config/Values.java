package dev.parley.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads single values, and says what a value should have looked like. */
final class Values {
    private static final Set<Class<?>> TYPES = Set.of(
            String.class,
            int.class,
            long.class,
            boolean.class,
            Duration.class,
            Instant.class,
            Path.class,
            URI.class,
            UUID.class,
            Secret.class,
            Origin.class,
            Cidr.class);
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Map<String, Long> BYTES = Map.of(
            "", 1L,
            "B", 1L,
            "kB", 1_000L,
            "KB", 1_000L,
            "MB", 1_000_000L,
            "GB", 1_000_000_000L,
            "KiB", 1L << 10,
            "MiB", 1L << 20,
            "GiB", 1L << 30);
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Values() {}

    static boolean supports(Class<?> type) {
        return TYPES.contains(type) || type.isEnum();
    }

    /**
     * Reads {@code text} as the type of {@code member}, boxed, and checks its bounds.
     *
     * @throws IllegalArgumentException if it is not one; {@link #expected} says what it should have been
     */
    static Object parse(Schema.Member member, String text) {
        Object value = convert(member.type(), member.setting().unit(), text.strip());
        Setting setting = member.setting();
        if (!setting.min().isEmpty()) {
            Object min = convert(member.type(), setting.unit(), setting.min());
            Object max = convert(member.type(), setting.unit(), setting.max());
            if (magnitude(value) < magnitude(min) || magnitude(value) > magnitude(max)) {
                throw new IllegalArgumentException("out of bounds");
            }
        }
        return value;
    }

    /** What a value of {@code member} looks like, to stand after "must be". */
    static String expected(Schema.Member member) {
        Setting setting = member.setting();
        String bounds = setting.min().isEmpty() ? "" : " from " + setting.min() + " to " + setting.max();
        return describe(member.type(), setting.unit()) + bounds;
    }

    private static String describe(Class<?> type, Setting.Unit unit) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants()).map(Values::word).collect(Collectors.joining(", "));
        }
        if (type == int.class || type == long.class) {
            return unit == Setting.Unit.BYTES ? "a size (such as 64KiB, 1MB or 1000)" : "a whole number";
        }
        return switch (type.getSimpleName()) {
            case "boolean" -> "true or false";
            case "Duration" -> "a duration (such as 500ms, 10s or 2m)";
            case "Instant" -> "a time (such as 2030-01-31T00:00:00Z)";
            case "Path" -> "a path";
            case "URI" -> "a URL";
            case "UUID" -> "a UUID";
            case "Origin" -> "an origin (such as https://example.com)";
            case "Cidr" -> "an address or a network (such as 10.0.0.0/8)";
            case "Secret" -> "a text that is not empty";
            default -> "a text";
        };
    }

    /** How an enum constant is written. */
    static String word(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT);
    }

    private static Object convert(Class<?> type, Setting.Unit unit, String text) {
        if (type.isEnum()) {
            return constant(type, text);
        }
        if (type == int.class) {
            return Math.toIntExact(number(unit, text));
        }
        if (type == long.class) {
            return number(unit, text);
        }
        return switch (type.getSimpleName()) {
            case "boolean" -> bool(text);
            case "Duration" -> Duration.ofMillis(scaled(text, MILLIS));
            case "Instant" -> instant(text);
            case "Path" -> path(text);
            case "URI" -> uri(text);
            case "UUID" -> uuid(text);
            case "Secret" -> secret(text);
            case "Origin" -> Origin.parse(text);
            case "Cidr" -> Cidr.parse(text);
            default -> text;
        };
    }

    private static long magnitude(Object value) {
        return switch (value) {
            case Number number -> number.longValue();
            case Duration duration -> duration.toMillis();
            default -> throw new IllegalStateException(value.getClass() + " has no bounds");
        };
    }

    private static long number(Setting.Unit unit, String text) {
        return unit == Setting.Unit.BYTES ? scaled(text, BYTES) : Long.parseLong(text.replace("_", ""));
    }

    private static long scaled(String text, Map<String, Long> units) {
        Matcher matcher = WHOLE.matcher(text.replace("_", ""));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a number with a unit");
        }
        Long factor = units.get(matcher.group(2));
        long count = Long.parseLong(matcher.group(1));
        if (factor == null) {
            // Zero is the same in every unit.
            if (count == 0 && matcher.group(2).isEmpty()) {
                return 0;
            }
            throw new IllegalArgumentException("unknown unit");
        }
        return Math.multiplyExact(count, (long) factor);
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not one of them"));
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }

    /** An empty token or key would be met by a client that sends nothing. */
    private static Secret secret(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        return Secret.of(text);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Path path(String text) {
        try {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("empty");
            }
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null || uri.getHost() == null) {
                throw new IllegalArgumentException("not absolute");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static UUID uuid(String text) {
        // UUID.fromString also takes shortened groups.
        if (!UUID_TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("not a UUID");
        }
        return UUID.fromString(text);
    }
}
