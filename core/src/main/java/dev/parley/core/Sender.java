package dev.parley.core;

import org.jspecify.annotations.Nullable;

/**
 * Who caused a publication.
 *
 * @param subscriberId the id clients know as the socket id
 * @param user the user the subscriber is signed in as, or null
 */
public record Sender(String subscriberId, @Nullable String user) {}
