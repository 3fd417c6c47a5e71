package dev.parley.server.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A value that must not be seen: it prints as {@code [secret]} and is compared in constant time.
 *
 * <p>Immutable. {@link #reveal} is the only way to the text; pass the result on, never keep or log it.
 */
public final class Secret {
    private static final String REDACTED = "[secret]";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Makes a secret of {@code value}. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The text. */
    public String reveal() {
        return value;
    }

    /** Whether {@code candidate} is this secret, in a time that does not depend on where they differ. */
    public boolean matches(@Nullable String candidate) {
        return candidate != null
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && matches(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return REDACTED;
    }
}
