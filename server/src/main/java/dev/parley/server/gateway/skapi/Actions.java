package dev.parley.server.gateway.skapi;

import dev.parley.core.AudienceKey;
import dev.parley.core.Completion;
import dev.parley.core.Draft;
import dev.parley.core.Name;
import dev.parley.core.Subscriber;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import dev.parley.server.identity.ChannelRights;
import dev.parley.server.identity.Denial;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of one connection ask for (skapi 4). Nothing is acknowledged; what is refused is answered with an error. Its shard
 * only.
 */
final class Actions {

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final String CONNECTION = "cid:";
    private static final int MAX_CONNECTION = 128;
    /** What stands around a message in its frame. */
    private static final int WRAPPING = 1;

    private final SkapiParts parts;
    private final Terms terms;
    private final Subscriber subscriber;
    private final BiConsumer<ErrorCode, String> error;
    private final ChannelRights rights;
    private final FrameTokens tokens;
    private final Notices notices;
    private final Allowance joins;
    private final JsonLimits json;

    /** The group it is in or on its way into. */
    private @Nullable Name group;

    /** @param error tells the client */
    Actions(SkapiParts parts, Terms terms, Subscriber subscriber, BiConsumer<ErrorCode, String> error) {
        this.parts = parts;
        this.terms = terms;
        this.subscriber = subscriber;
        this.error = error;
        this.rights = terms.admission().rights(terms.app(), terms.session());
        this.tokens = new FrameTokens(parts.accounts().skapi(), terms);
        this.notices = new Notices(parts, terms);
        this.joins = new Allowance(parts.config().skapi().joinsPerMinute(), parts.clock());
        this.json = new JsonLimits(
                parts.config().limits().maxJsonDepth() + WRAPPING,
                JsonLimits.DEFAULT.maxNumberLength(),
                parts.limits().maxMessage());
    }

    /** A text message came in. */
    void frame(byte[] utf8) {
        JsonFields frame = read(utf8);
        String action = frame == null ? null : frame.string("action");
        if (frame == null || "keepAlive".equals(action) || isRefused(frame)) {
            return;
        }
        switch (action) {
            case "joinRoom" -> joinRoom(frame);
            case "broadcast" -> broadcast(frame);
            case "sendMessage" -> sendMessage(frame);
            case "rtc" -> rtc(frame);
            case null, default ->
                refuse(
                        "The action must be joinRoom, broadcast, sendMessage, rtc or keepAlive; see docs/protocols/skapi.md.");
        }
    }

    private @Nullable JsonFields read(byte[] utf8) {
        try {
            JsonFields frame = JsonFields.read(Payload.parse(utf8, 0, utf8.length, json));
            if (frame == null) {
                refuse("A message must be a JSON object with an action.");
            }
            return frame;
        } catch (ProtocolException e) {
            refuse("A message must be a JSON object: " + e.getMessage() + ".");
            return null;
        }
    }

    private boolean isRefused(JsonFields frame) {
        Denial denial = terms.denial();
        if (denial != null) {
            deny(denial);
            return true;
        }
        if (!tokens.isGood(frame)) {
            refuse("The token of the message is not one of the user who is connected.");
            return true;
        }
        return false;
    }

    private void joinRoom(JsonFields frame) {
        String wanted = frame.string("rid");
        boolean leaves = frame.isNull("rid") || (wanted != null && wanted.isEmpty());
        if (leaves) {
            leaveGroup();
            return;
        }
        if (wanted == null || wanted.length() > terms.app().config().maxNameLength()) {
            refuse("A group's name must be a text of at most "
                    + terms.app().config().maxNameLength() + " characters (maxNameLength).");
            return;
        }
        if (group != null && group.text().equals(wanted)) {
            return;
        }
        if (!joins.take()) {
            error.accept(
                    ErrorCode.REQUEST_EXCEED,
                    "More than " + parts.config().skapi().joinsPerMinute()
                            + " groups joined in a minute (skapi.joinsPerMinute).");
            return;
        }
        Denial denial = rights.join(wanted);
        if (denial != null) {
            deny(denial);
            return;
        }
        leaveGroup();
        Name name = Name.of(wanted);
        group = name;
        subscriber.join(name, true, refusal -> {
            if (refusal != null) {
                if (group == name) {
                    group = null;
                }
                error.accept(ErrorCode.INVALID_REQUEST, refusal.message());
            }
        });
    }

    private void leaveGroup() {
        Name left = group;
        if (left != null) {
            group = null;
            subscriber.leave(left, false, Completion.IGNORED);
        }
    }

    private void broadcast(JsonFields frame) {
        Name to = group;
        if (to == null || !to.text().equals(frame.string("rid"))) {
            refuse("User has not joined to the recipient group.");
            return;
        }
        Denial denial = rights.publish(to.text());
        if (denial != null) {
            deny(denial);
            return;
        }
        Notices.Wanted notice = notices.wanted(frame);
        if (fits(frame) && isSound(notice)) {
            AudienceKey audience = AudienceKey.channel(app(), to.text());
            publish(new Draft(audience, false, Events.MESSAGE, frame.field("content"), true));
            notices.toGroup(notice, audience);
        }
    }

    private void sendMessage(JsonFields frame) {
        String user = frame.string("uid");
        if (user == null || !UUID_FORM.matcher(user).matches()) {
            error.accept(ErrorCode.INVALID_PARAMETER, "The uid of a private message must be a user's id (a UUID).");
            return;
        }
        Notices.Wanted notice = notices.wanted(frame);
        if (fits(frame) && isSound(notice)) {
            AudienceKey audience = AudienceKey.user(app(), user.toLowerCase(Locale.ROOT));
            publish(new Draft(audience, false, Events.PRIVATE, frame.field("content"), true));
            notices.toUser(notice, audience);
        }
    }

    private void rtc(JsonFields frame) {
        String connection = frame.string("uid");
        if (connection == null || connection.length() > MAX_CONNECTION) {
            error.accept(ErrorCode.INVALID_PARAMETER, "The uid of a call must be a connection's id (cid:…).");
            return;
        }
        if (!fits(frame)) {
            return;
        }
        String id = connection.startsWith(CONNECTION) ? connection.substring(CONNECTION.length()) : connection;
        AudienceKey audience = AudienceKey.subscriber(app(), id);
        publish(new Draft(audience, false, Events.RTC, frame.field("content"), true));
        parts.hub()
                .memberCount(audience)
                .thenAcceptAsync(
                        count -> {
                            if (count == 0 && subscriber.isOpen()) {
                                error.accept(ErrorCode.NOT_EXISTS, "There is no such connection, or it is closed.");
                            }
                        },
                        subscriber.shard().loop()::execute);
    }

    private void publish(Draft draft) {
        subscriber.publish(draft, refusal -> {
            if (refusal != null) {
                error.accept(ErrorCode.ERROR, refusal.message());
            }
        });
    }

    private boolean fits(JsonFields frame) {
        Payload content = frame.field("content");
        int most = parts.config().skapi().maxMessage();
        if (content != null && content.length() > most) {
            error.accept(
                    ErrorCode.INVALID_REQUEST,
                    "Data should not exceed " + most + " bytes (skapi.maxMessage); this has " + content.length() + ".");
            return false;
        }
        return true;
    }

    private boolean isSound(Notices.Wanted notice) {
        String problem = notice.problem();
        if (problem != null) {
            error.accept(ErrorCode.INVALID_PARAMETER, problem);
        }
        return problem == null;
    }

    private String app() {
        return terms.app().id();
    }

    private void deny(Denial denial) {
        ErrorCode code = denial.status() == 429 ? ErrorCode.REQUEST_EXCEED : ErrorCode.NOT_ALLOWED;
        error.accept(code, denial.message());
    }

    private void refuse(String message) {
        error.accept(ErrorCode.INVALID_REQUEST, message);
    }
}
