package dev.parley.chat;

/**
 * Who does something, as the messages that come of it show them from then on: a later change of name or picture does not change
 * what was sent.
 */
public record Actor(UserKey key, String name, String picture) {

    String id() {
        return key.id();
    }

    String app() {
        return key.app();
    }
}
