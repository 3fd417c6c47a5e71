package dev.parley.client;

/**
 * Something that happened to a member of a channel.
 *
 * @param channel the channel's name
 * @param member the member, with its profile as it is now
 */
public record MemberEvent(String channel, Member member) {}
