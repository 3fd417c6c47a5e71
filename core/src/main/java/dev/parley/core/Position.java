package dev.parley.core;

/**
 * Where a publication stands in its audience.
 *
 * @param epoch names one life of the audience: an audience is freed when its last member leaves, and the next one of
 *     that name has another epoch; fits a JavaScript number
 * @param offset counts the publications of that life, from 1, without gaps
 */
public record Position(long epoch, long offset) {}
