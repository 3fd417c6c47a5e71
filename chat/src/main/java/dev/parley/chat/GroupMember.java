package dev.parley.chat;

/** A member of a room and its role. */
public record GroupMember(String userId, Role role) {}
