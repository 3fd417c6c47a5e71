package dev.parley.client.testing;

import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.PayloadMapping;
import dev.parley.protocol.mapping.PlainMapping;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a client sent. Immutable.
 *
 * @param kind what it is
 * @param peer who sent it
 * @param channel the channel; null if it names none, as in a broadcast
 * @param event the event's name of a {@link Kind#MESSAGE} or {@link Kind#OTHER}; the reason of a {@link Kind#DISCONNECT}; otherwise
 *     null
 * @param content the auth object of a {@link Kind#CONNECT}, the profile of an {@link Kind#UPDATE}, the message of a {@link
 *     Kind#MESSAGE}, the first argument of an {@link Kind#OTHER}; null if it is absent
 * @param echo the echo that was asked for; null if it is absent or null, so that the connection's default counts
 * @param wantsAnswer whether it came with an acknowledgement id, or over REST
 */
public record Received(
        Kind kind,
        Peer peer,
        @Nullable String channel,
        @Nullable String event,
        @Nullable Payload content,
        @Nullable Boolean echo,
        boolean wantsAnswer) {

    private static final PayloadMapping PLAIN = new PlainMapping();

    /** What clients send. */
    public enum Kind {
        /** Socket.IO's CONNECT, let in or not. */
        CONNECT,
        /** Joins a channel. */
        JOIN,
        /** Leaves a channel. */
        LEAVE,
        /** Sets the profile. */
        UPDATE,
        /** A message to a channel, or to all if it names none. */
        MESSAGE,
        /** Asks for the members of a channel, by event or over REST. */
        MEMBERS,
        /** A connected client left: by a packet, by closing, or because it was lost. What the server itself cut is not recorded. */
        DISCONNECT,
        /** Any other event. */
        OTHER
    }

    static Received of(Kind kind, Peer peer, @Nullable String event, @Nullable Payload content) {
        return new Received(kind, peer, null, event, content, null, false);
    }

    /**
     * Whether it names this channel.
     *
     * @param name the channel
     * @return whether it does
     */
    public boolean in(String name) {
        return name.equals(channel);
    }

    /**
     * Whether its event has this name.
     *
     * @param name the event
     * @return whether it has
     */
    public boolean named(String name) {
        return name.equals(event);
    }

    /**
     * The content as JSON text.
     *
     * @return the text as it came; empty if there is no content
     */
    public String json() {
        return content == null ? "" : content.toString();
    }

    /**
     * The content as Java values, as {@link PlainMapping} reads them: maps, lists, strings, numbers, booleans, null, and {@code byte[]} for
     * an attachment.
     *
     * @return the value; null if it is null or absent
     */
    public @Nullable Object value() {
        return content == null ? null : PLAIN.<Object>read(content, Object.class);
    }

    /** One line, content included. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(kind.name());
        if (channel != null) {
            out.append(" in ").append(channel);
        }
        if (event != null) {
            out.append(' ').append(event);
        }
        if (content != null) {
            out.append(' ').append(content);
        }
        if (echo != null) {
            out.append(" echo=").append(echo);
        }
        return out.append(" from ").append(peer).toString();
    }
}
