package dev.parley.chat;

/** One of a user's single rooms and who is at its other end. */
public record SingleRoom(String roomId, String peerId) {}
