package dev.parley.storage;

/**
 * What a look at a database tells.
 *
 * @param dialect which database it is
 * @param applied migrations it has
 * @param pending migrations it lacks; the next start of the server applies them
 * @param problem why it cannot be used, for a person; empty if it can
 */
public record SchemaState(Dialect dialect, int applied, int pending, String problem) {}
