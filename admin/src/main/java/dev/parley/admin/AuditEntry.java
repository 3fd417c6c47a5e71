package dev.parley.admin;

import dev.parley.protocol.mapping.Content;
import java.time.Instant;

/**
 * An administrative act.
 *
 * @param id names the entry
 * @param at when it was
 * @param app in which app
 * @param actor who, such as {@code server-key:1f0c22ab} (the beginning of the key's SHA-256), {@code operator}, {@code cli:root}
 * @param action what, such as {@code user.delete}
 * @param subject to what, such as a user's id
 * @param detail more of it: a JSON object
 */
public record AuditEntry(
        String id, Instant at, String app, String actor, String action, String subject, Content detail) {

    static AuditEntry read(JsonIn in) {
        return new AuditEntry(
                in.text("id"),
                in.time("at"),
                in.text("app"),
                in.text("actor"),
                in.text("action"),
                in.text("subject"),
                in.content("detail"));
    }
}
