package dev.parley.core;

import dev.parley.protocol.Payload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message before its audience gave it a position.
 *
 * @param audience whom it is for
 * @param numericName whether the channel's name is written as a JSON number
 * @param event the event's name
 * @param payload its content, or null if there is none
 * @param echo whether the sender gets it too, if it is a member
 * @param byMember whether only a member of the channel may say it: whether its sender is one is looked at in the channel's order
 */
public record Draft(
        AudienceKey audience,
        boolean numericName,
        Name event,
        @Nullable Payload payload,
        boolean echo,
        boolean byMember) {

    /** A message that anybody may send. */
    public Draft(AudienceKey audience, boolean numericName, Name event, @Nullable Payload payload, boolean echo) {
        this(audience, numericName, event, payload, echo, false);
    }

    public Draft {
        Objects.requireNonNull(audience, "audience");
        Objects.requireNonNull(event, "event");
    }

    /** A message to a channel. */
    public static Draft toChannel(String app, Name channel, Name event, @Nullable Payload payload, boolean echo) {
        return new Draft(AudienceKey.channel(app, channel.text()), channel.numeric(), event, payload, echo);
    }

    /** A message to a channel from one of its members, who gets it too. */
    public static Draft amongMembers(String app, Name channel, Name event, @Nullable Payload payload) {
        return new Draft(AudienceKey.channel(app, channel.text()), channel.numeric(), event, payload, true, true);
    }

    /** A message to every subscriber of an app. */
    public static Draft toApp(String app, Name event, @Nullable Payload payload, boolean echo) {
        return new Draft(AudienceKey.app(app), false, event, payload, echo);
    }

    /** A message to every subscriber of a user; it has no sender among them, so echo does not matter. */
    public static Draft toUser(String app, String user, Name event, @Nullable Payload payload) {
        return new Draft(AudienceKey.user(app, user), false, event, payload, true);
    }
}
