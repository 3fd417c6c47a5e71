package dev.parley.chat;

/** A user to whom something is done, and the name that the room's system message shows. */
public record Affected(String id, String name) {}
