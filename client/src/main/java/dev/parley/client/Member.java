package dev.parley.client;

import dev.parley.protocol.mapping.Content;

/**
 * A member of a channel: one connection, not one user.
 *
 * @param id the connection's id, which its own client knows as {@link RealtimeClient#getSocketId()}
 * @param data the profile it last set by {@link RealtimeClient#updateProfile(Object)}; absent if it never did
 */
public record Member(String id, Content data) {}
