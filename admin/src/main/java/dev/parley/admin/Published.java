package dev.parley.admin;

/**
 * What came of a publication.
 *
 * @param position where the message stands
 * @param replayed whether it had been published before with the same idempotency key, and was not published again
 */
public record Published(Position position, boolean replayed) {}
