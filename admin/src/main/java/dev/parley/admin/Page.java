package dev.parley.admin;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list. Immutable.
 *
 * @param entries what is on this page, unmodifiable; may be empty
 * @param cursor what the next page begins behind, for {@link Listing#startingBehind}; null if this is the last one
 * @param <T> what is listed
 */
public record Page<T>(List<T> entries, @Nullable String cursor) {

    /**
     * What the next page begins behind.
     *
     * @return for {@link Listing#startingBehind}; empty if this is the last page
     */
    public Optional<String> next() {
        return Optional.ofNullable(cursor);
    }
}
