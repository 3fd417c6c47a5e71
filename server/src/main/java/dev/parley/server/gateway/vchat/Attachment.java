package dev.parley.server.gateway.vchat;

import dev.parley.chat.MessageType;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonKind;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import dev.parley.server.media.StoredFile;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a message says of its file (vchat 2.3): always the same keys, each with a text or null, as clients cast them. Where the file
 * is, only the server says.
 */
final class Attachment {

    private static final List<String> KEYS = List.of(
            "imageUrl",
            "playUrl",
            "fileSize",
            "fileDuration",
            "width",
            "height",
            "lat",
            "lang",
            "linkTitle",
            "linkDescription",
            "linkDataUrl");

    private static final int LONGEST = 2048;
    /** Dart's {@code toString()} of null. */
    private static final String NULL = "null";

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,10})?");
    private static final Pattern ZERO = Pattern.compile("[0.]+");
    private static final String NO_TIME = "00:00";
    private static final int KILO = 1000;

    private final Map<String, String> values;

    private Attachment(Map<String, String> values) {
        this.values = values;
    }

    /** What a call gives. Keys that nobody knows are ignored. */
    static Attachment of(Call call) {
        String json = call.form().object("attachment");
        if (json == null) {
            String text = call.optional("attachment");
            if (text != null && !text.strip().equals(NULL)) {
                throw CallException.invalid("'attachment' must be a JSON object, or the text of one.");
            }
            return new Attachment(Map.of());
        }
        return read(json);
    }

    /** @param json an object */
    static Attachment read(String json) {
        JsonFields fields = JsonFields.read(Payload.json(json));
        Map<String, String> values = new HashMap<>();
        for (String key : KEYS) {
            Payload value = fields == null ? null : fields.field(key);
            String text = value == null ? null : text(value);
            if (text != null && text.length() > LONGEST) {
                throw CallException.invalid("'attachment." + key + "' has more than " + LONGEST + " characters.");
            }
            if (text != null) {
                values.put(key, text);
            }
        }
        return new Attachment(values);
    }

    private static @Nullable String text(Payload value) {
        if (value.kind() == JsonKind.NUMBER) {
            return value.toString();
        }
        String text = value.text();
        return text == null || text.equals(NULL) ? null : text;
    }

    /** With what the server knows of the files, and whatever clients cannot do without (vchat 2.3, the table). */
    Attachment with(MessageType type, MessageFiles.Kept kept) {
        Map<String, String> all = new HashMap<>(values);
        StoredFile picture = type == MessageType.IMAGE ? kept.main() : kept.picture();
        set(all, "imageUrl", picture == null ? null : picture.name());
        set(all, "playUrl", type == MessageType.IMAGE ? null : kept.main().name());
        all.putIfAbsent("fileSize", size(kept.main().size()));
        if (picture != null) {
            measure(all, "width", picture.width());
            measure(all, "height", picture.height());
        }
        if (type == MessageType.VOICE || type == MessageType.VIDEO) {
            all.putIfAbsent("fileDuration", NO_TIME);
        }
        if (type == MessageType.FILE && all.getOrDefault("linkTitle", "").isBlank()) {
            all.put("linkTitle", shortened(kept.fileName()));
        }
        return new Attachment(all);
    }

    private static void set(Map<String, String> all, String key, @Nullable String value) {
        if (value == null) {
            all.remove(key);
        } else {
            all.put(key, value);
        }
    }

    /** Clients divide by it. */
    private static void measure(Map<String, String> all, String key, int pixels) {
        String given = all.get(key);
        if (given == null
                || !LENGTH.matcher(given).matches()
                || ZERO.matcher(given).matches()) {
            all.put(key, Integer.toString(Math.max(1, pixels)));
        }
    }

    /** For people: {@code 812 B}, {@code 1.4 MB}. */
    static String size(long bytes) {
        if (bytes < KILO) {
            return bytes + " B";
        }
        boolean small = bytes < KILO * KILO;
        double shown = bytes / (double) (small ? KILO : KILO * KILO);
        return String.format(Locale.ROOT, "%.1f %s", shown, small ? "KB" : "MB");
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end);
    }

    /** An object with all keys. */
    String json() {
        ByteBuilder out = new ByteBuilder(512).append('{');
        String separator = "";
        for (String key : KEYS) {
            out.appendAscii(separator);
            separator = ",";
            JsonText.quote(out, key);
            out.append(':');
            String value = values.get(key);
            if (value == null) {
                out.appendAscii(NULL);
            } else {
                JsonText.quote(out, value);
            }
        }
        return out.append('}').toString();
    }

    /** Shows nobody's words. */
    @Override
    public String toString() {
        return "Attachment[" + values.keySet() + "]";
    }
}
