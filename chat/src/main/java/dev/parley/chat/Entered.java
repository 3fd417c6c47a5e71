package dev.parley.chat;

import java.util.List;

/**
 * What a member who begins to look at a room gets.
 *
 * @param view after everything in it was marked as read
 * @param history the newest messages, newest first
 */
public record Entered(RoomView view, List<Message> history) {}
