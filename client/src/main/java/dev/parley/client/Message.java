package dev.parley.client;

import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that came from the server (altogic-agnost 3): usually a message that somebody sent to a channel or to everybody. Immutable; any
 * thread may use it.
 */
public final class Message {

    private final String event;
    private final @Nullable String channel;
    private final Content content;
    private final List<Payload> arguments;

    Message(String event, @Nullable String channel, Content content, List<Payload> arguments) {
        this.event = event;
        this.channel = channel;
        this.content = content;
        this.arguments = arguments;
    }

    /**
     * The event's name.
     *
     * @return the name
     */
    public String event() {
        return event;
    }

    /**
     * The channel it was sent to.
     *
     * @return the channel's name; null for a broadcast, and for events that know no channels
     */
    public @Nullable String channel() {
        return channel;
    }

    /**
     * What was sent.
     *
     * @return the content; of an event that is not of the form {@code {channel, message}}, its first argument
     */
    public Content content() {
        return content;
    }

    /**
     * The event's arguments as they came, for servers with events of their own.
     *
     * @return the arguments, unmodifiable
     */
    public List<Payload> arguments() {
        return arguments;
    }

    /** No content: it does not belong into logs. */
    @Override
    public String toString() {
        return "Message[event=" + event + ", channel=" + channel + ", content=" + content + "]";
    }
}
