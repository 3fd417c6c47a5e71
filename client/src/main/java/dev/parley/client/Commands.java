package dev.parley.client;

import dev.parley.client.Command.About;
import dev.parley.client.Command.Kind;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ReservedEvents;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes commands (altogic-agnost 2). The echo of a message really is sent, which the originals' libraries fail to do. Immutable.
 */
final class Commands {

    private final Callbacks callbacks;
    private final boolean echoByDefault;

    Commands(Callbacks callbacks, boolean echoByDefault) {
        this.callbacks = callbacks;
        this.echoByDefault = echoByDefault;
    }

    Command<@Nullable Void> message(@Nullable String channel, String event, Payload content, @Nullable Boolean echo) {
        named(event, "event");
        if (ReservedEvents.contains(event)) {
            throw new IllegalArgumentException(
                    "\"" + event + "\" is a name that Socket.IO keeps for itself; choose another event name");
        }
        ByteBuilder out = new ByteBuilder(content.length() + event.length() + 64).append('{');
        if (channel != null) {
            field(out, "channel", named(channel, "channel"));
        }
        field(out, "eventName", event);
        out.appendAscii("\"message\":").append(content);
        return command(new About(Kind.MESSAGE, channel, echo(echo), null), out, content, echo);
    }

    Command<@Nullable Void> join(String channel, @Nullable Boolean echo) {
        return channel(Kind.JOIN, channel, echo);
    }

    Command<@Nullable Void> leave(String channel, @Nullable Boolean echo) {
        return channel(Kind.LEAVE, channel, echo);
    }

    Command<@Nullable Void> update(Payload profile, @Nullable Boolean echo) {
        ByteBuilder out = new ByteBuilder(profile.length() + 32).append('{');
        out.appendAscii("\"data\":").append(profile);
        return command(new About(Kind.UPDATE, null, echo(echo), profile), out, profile, echo);
    }

    Command<List<Member>> members(String channel, Function<Payload, List<Member>> reader) {
        ByteBuilder out = new ByteBuilder(named(channel, "channel").length() + 32).append('{');
        out.appendAscii("\"channel\":");
        JsonText.quote(out, channel);
        About about = new About(Kind.MEMBERS, channel, false, null);
        return new Command<>(about, finish(out, List.of()), new Pending<>(callbacks), reader);
    }

    /**
     * The name, if it can be one.
     *
     * @throws IllegalArgumentException if it is blank, as the originals refuse it
     */
    static String named(String name, String what) {
        if (Objects.requireNonNull(name, what).isBlank()) {
            throw new IllegalArgumentException("the " + what + " is a required parameter, cannot be left empty");
        }
        return name;
    }

    private Command<@Nullable Void> channel(Kind kind, String channel, @Nullable Boolean echo) {
        ByteBuilder out = new ByteBuilder(named(channel, "channel").length() + 32).append('{');
        out.appendAscii("\"channel\":");
        JsonText.quote(out, channel);
        return command(new About(kind, channel, echo(echo), null), out, Payload.NULL, echo);
    }

    private Command<@Nullable Void> command(About about, ByteBuilder out, Payload content, @Nullable Boolean echo) {
        if (echo != null) {
            out.appendAscii(echo ? ",\"echo\":true" : ",\"echo\":false");
        }
        return new Command<>(about, finish(out, content.attachments()), new Pending<>(callbacks), answer -> null);
    }

    private static Payload finish(ByteBuilder out, List<byte[]> attachments) {
        byte[] bytes = out.append('}').toByteArray();
        Payload text = Payload.slice(bytes, 0, bytes.length);
        return attachments.isEmpty() ? text : text.withAttachments(attachments);
    }

    private boolean echo(@Nullable Boolean given) {
        return given == null ? echoByDefault : given;
    }

    private static void field(ByteBuilder out, String name, String value) {
        JsonText.quote(out, name);
        out.append(':');
        JsonText.quote(out, value);
        out.append(',');
    }
}
