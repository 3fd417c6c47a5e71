package dev.parley.client;

import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.Content;
import dev.parley.protocol.mapping.MappingException;
import dev.parley.protocol.mapping.PayloadMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes messages of events (altogic-agnost 3), and listeners of the user's functions. Used on the callback executor. */
final class Events {

    static final String JOIN = "channel:join";
    static final String LEAVE = "channel:leave";
    static final String UPDATE = "channel:update";
    static final Set<String> OF_USERS = Set.of(
            "user:signin",
            "user:signout",
            "user:update",
            "user:delete",
            "user:pwdchange",
            "user:emailchange",
            "user:phonechange");

    private final PayloadMapping mapping;
    private final Signals signals;

    Events(PayloadMapping mapping, Signals signals) {
        this.mapping = mapping;
        this.signals = signals;
    }

    /** An argument of the form {@code {channel, message}} is taken apart; any other is the content. */
    Message message(EventArguments event) {
        List<Payload> arguments = new ArrayList<>(event.size());
        for (int i = 0; i < event.size(); i++) {
            arguments.add(event.argument(i));
        }
        Payload first = arguments.isEmpty() ? null : arguments.get(0);
        JsonFields fields = first == null ? null : JsonFields.read(first);
        if (fields == null || !fields.has("channel")) {
            return new Message(event.name(), null, content(first), List.copyOf(arguments));
        }
        NameValue channel = fields.name("channel");
        return new Message(
                event.name(),
                channel == null ? null : channel.text(),
                content(fields.field("message")),
                List.copyOf(arguments));
    }

    Content content(@Nullable Payload payload) {
        return new Content(payload, mapping);
    }

    /** @param reader asks the mapping for the listener's type */
    <T> MessageListener typed(Reader<T> reader, TypedListener<T> listener) {
        return message -> {
            T content;
            try {
                content = reader.read(message.content());
            } catch (MappingException e) {
                signals.failed(new MalformedDataException(
                        "mapping",
                        "The content of an event \"" + message.event() + "\" does not fit the listener: "
                                + e.getMessage(),
                        e));
                return;
            }
            listener.received(content, message);
        };
    }

    /** Reads a content as what a listener wants. */
    @FunctionalInterface
    interface Reader<T> {
        @Nullable
        T read(Content content);
    }

    MessageListener ofMembers(MemberListener listener) {
        return message -> {
            Payload payload = message.content().payload();
            Member member = payload == null ? null : Members.one(payload, mapping);
            String channel = message.channel();
            if (member == null || channel == null) {
                signals.failed(new MalformedDataException(
                        "malformed", "The server sent a " + message.event() + " without a channel or a member.", null));
                return;
            }
            listener.changed(new MemberEvent(channel, member));
        };
    }

    /** Anybody may name a message like one of these; only three arguments that begin with the name are an event of the server. */
    MessageListener ofUsers(UserEventListener listener) {
        return message -> {
            List<Payload> arguments = message.arguments();
            if (arguments.size() >= 2 && message.event().equals(arguments.get(0).text())) {
                listener.happened(new UserEvent(
                        message.event(),
                        content(arguments.get(1)),
                        content(arguments.size() > 2 ? arguments.get(2) : null)));
            }
        };
    }
}
