package dev.parley.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * Somebody signed up or in.
 *
 * @param session null if the address or number must be confirmed first
 */
public record SignedIn(User user, @Nullable SessionInfo session) {}
