package dev.parley.admin;

import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.PayloadMapping;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to publish. Immutable if its content is.
 */
public final class Message {

    private final @Nullable String channel;
    private final String event;
    private final boolean hasContent;
    private final @Nullable Object content;

    private Message(@Nullable String channel, String event, boolean hasContent, @Nullable Object content) {
        this.channel = channel;
        this.event = event;
        this.hasContent = hasContent;
        this.content = content;
    }

    /**
     * A message to the members of a channel.
     *
     * @param channel the channel's name
     * @param event the event's name
     * @param content what the mapping can write; null is JSON's null
     * @return the message
     */
    public static Message to(String channel, String event, @Nullable Object content) {
        return new Message(channel, event, true, content);
    }

    /**
     * A message without content to the members of a channel.
     *
     * @param channel the channel's name
     * @param event the event's name
     * @return the message
     */
    public static Message to(String channel, String event) {
        return new Message(channel, event, false, null);
    }

    /**
     * A message to everyone connected to the app.
     *
     * @param event the event's name
     * @param content what the mapping can write; null is JSON's null
     * @return the message
     */
    public static Message toEveryone(String event, @Nullable Object content) {
        return new Message(null, event, true, content);
    }

    /**
     * A message without content to everyone connected to the app.
     *
     * @param event the event's name
     * @return the message
     */
    public static Message toEveryone(String event) {
        return new Message(null, event, false, null);
    }

    /** As the REST API takes it. */
    Map<String, @Nullable Object> members(PayloadMapping mapping) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (channel != null) {
            members.put("channel", channel);
        }
        members.put("event", event);
        if (hasContent) {
            Payload payload = mapping.write(content);
            if (payload.isBinary()) {
                BinaryMessage binary = BinaryMessage.of(payload);
                members.put("message", new JsonOut.Mapped(binary.text()));
                members.put("binary", binary.pointers());
            } else {
                members.put("message", new JsonOut.Mapped(payload));
            }
        }
        return members;
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "Message[channel=" + channel + ", event=" + event + "]";
    }
}
