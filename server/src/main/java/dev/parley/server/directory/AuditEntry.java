package dev.parley.server.directory;

/**
 * Who did what.
 *
 * @param id grows with time
 * @param at milliseconds since 1970
 * @param app the app's id; empty for what is of no app
 * @param actor who, such as {@code cli:root}
 * @param action what, such as {@code key.add}
 * @param subject to what, such as a key's id
 * @param detail a JSON object; never holds secrets
 */
public record AuditEntry(long id, long at, String app, String actor, String action, String subject, String detail) {}
