package dev.parley.server.gateway.altogic;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonKind;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON object that a call carries. Fields nobody asks for are ignored, as the originals do. */
final class CallBody {

    /** Of calls that carry none. */
    static final CallBody NONE = new CallBody(null);

    private static final int MAX_PROFILE_BYTES = 64 * 1024;
    private static final int SHORTEST_PASSWORD = 6;
    private static final int LONGEST_PASSWORD = 50;
    /** Other families allow more than this one (altogic-agnost 6.3) does for new ones. */
    private static final int LONGEST_OLD_PASSWORD = 1_024;
    /** What Altogic's JS library calls it, Agnost's, and Altogic's Dart library. */
    private static final List<String> PROFILES = List.of("nameOrUserData", "userData", "name");

    private static final int LONGEST_NAME = 256;

    private final @Nullable JsonFields fields;

    private CallBody(@Nullable JsonFields fields) {
        this.fields = fields;
    }

    /** What a client says of its user at sign-up. */
    record Profile(@Nullable String name, @Nullable String json) {}

    /** @throws InvalidInput if it is not a JSON object, or nested too deeply */
    static CallBody of(byte[] bytes) {
        Payload json;
        try {
            json = Payload.parse(bytes, 0, bytes.length, JsonLimits.DEFAULT.withMaxBytes(Math.max(1, bytes.length)));
        } catch (ProtocolException e) {
            throw new InvalidInput("invalid_request_body_syntax", "The body is not JSON: " + e.getMessage());
        }
        JsonFields fields = JsonFields.read(json);
        if (fields == null) {
            throw new InvalidInput("The body must be a JSON object.");
        }
        return new CallBody(fields);
    }

    /** A text; null if it is absent, null or blank. */
    @Nullable
    String optional(String name) {
        if (fields == null || !fields.has(name) || fields.isNull(name)) {
            return null;
        }
        String value = fields.string(name);
        if (value == null) {
            throw new InvalidInput("'" + name + "' must be a text.");
        }
        return value.isBlank() ? null : value;
    }

    /** @throws InvalidInput if it is absent, blank or no text */
    String text(String name) {
        String value = optional(name);
        if (value == null) {
            throw new InvalidInput("The body needs '" + name + "', a text that is not blank.");
        }
        return value;
    }

    /** A password somebody has. */
    String password(String name) {
        String value = fields == null ? null : fields.string(name);
        if (value == null || value.isEmpty() || value.length() > LONGEST_OLD_PASSWORD) {
            throw new InvalidInput("The body needs '" + name + "', a password.");
        }
        return value;
    }

    /** A password somebody wants. */
    String newPassword(String name) {
        String value = password(name);
        int length = value.codePointCount(0, value.length());
        if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
            throw new InvalidInput(
                    "'" + name + "' must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters.");
        }
        return value;
    }

    /** The user's name, or an object with whatever the app keeps of its users. */
    Profile profile() {
        for (String field : PROFILES) {
            Payload value = fields == null ? null : fields.field(field);
            if (value != null && value.kind() != JsonKind.NULL) {
                return profile(field, value);
            }
        }
        return new Profile(null, null);
    }

    private Profile profile(String field, Payload value) {
        if (value.kind() == JsonKind.STRING) {
            return new Profile(name(field, optional(field)), null);
        }
        JsonFields object = JsonFields.read(value);
        if (object == null) {
            throw new InvalidInput("'" + field + "' must be a text or an object.");
        }
        if (value.length() > MAX_PROFILE_BYTES) {
            throw new InvalidInput("'" + field + "' has more than " + MAX_PROFILE_BYTES + " bytes.");
        }
        return new Profile(name(field + ".name", object.string("name")), value.toString());
    }

    private static @Nullable String name(String field, @Nullable String name) {
        if (name != null && name.length() > LONGEST_NAME) {
            throw new InvalidInput("'" + field + "' has more than " + LONGEST_NAME + " characters.");
        }
        return name;
    }
}
