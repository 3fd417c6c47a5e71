package dev.parley.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * A page of an app's users, in the order of their {@link User#hexId()}; disabled ones are left out.
 *
 * <p>A search looks at 20,000 users at most. That matters for a part of one or two characters, for which it goes through all users, and
 * for one whose characters are in very many names that it is not in: users further on are then not found, and the page is short.
 *
 * @param part what their names contain, in upper or lower case; nothing in it is a wildcard; null or empty for all
 * @param after the hex id to go on behind, or null to begin
 * @param limit at most 100
 */
public record UserSearch(@Nullable String part, @Nullable String after, int limit) {}
