package dev.parley.admin;

import java.util.List;

/**
 * What came of a batch of publications.
 *
 * @param positions where the messages stand, in their order; unmodifiable
 * @param replayed whether they had been published before with the same idempotency key, and were not published again
 */
public record PublishedBatch(List<Position> positions, boolean replayed) {}
