package dev.parley.chat;

/**
 * A user of an app. What the id looks like is up to whoever has the users.
 *
 * @param app scopes everything: a room of one app does not exist for another
 */
public record UserKey(String app, String id) {}
