package dev.parley.server.gateway.skapi;

import dev.parley.core.AudienceKey;
import dev.parley.core.Completion;
import dev.parley.core.Draft;
import dev.parley.core.Name;
import dev.parley.core.Refusal;
import dev.parley.core.Subscriber;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import dev.parley.server.accounts.UserIds;
import dev.parley.server.identity.ChannelRights;
import dev.parley.server.identity.Denial;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of one connection ask for (skapi 4). Nothing is acknowledged; what is refused is answered with an error. Its shard
 * only.
 */
final class Actions {

    /** Who sent the frames. */
    interface Client {

        /** Tells it why something is not done. */
        void refuse(ErrorCode code, String message);

        /** It may not be here any more. */
        void putOut();
    }

    private static final String CONNECTION = "cid:";
    private static final int MAX_CONNECTION = 128;
    /** What stands around a message in its frame. */
    private static final int WRAPPING = 1;

    private final SkapiParts parts;
    private final Terms terms;
    private final Subscriber subscriber;
    private final Client client;
    private final ChannelRights rights;
    private final FrameTokens tokens;
    private final Notices notices;
    private final Allowance joins;
    private final JsonLimits json;

    /** The group it is in or on its way into. */
    private @Nullable Name group;

    Actions(SkapiSocket.Shared shared, Terms terms, Subscriber subscriber, Client client) {
        SkapiParts parts = shared.parts();
        this.parts = parts;
        this.terms = terms;
        this.subscriber = subscriber;
        this.client = client;
        this.rights = terms.admission().rights(terms.app(), terms.session());
        this.tokens = new FrameTokens(parts.accounts().skapi(), terms);
        this.notices = new Notices(parts, terms, shared.notifications());
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
        if (frame == null || isPutOut() || "keepAlive".equals(action) || isRefused(frame)) {
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

    /** Settings may have changed; also who only listens learns of it with its next sign of life. */
    private boolean isPutOut() {
        if (terms.isServed()) {
            return false;
        }
        client.refuse(ErrorCode.NOT_EXISTS, "The service is not served here any more, or not to this page.");
        client.putOut();
        return true;
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
        if (!leaves && wanted == null) {
            refuse("The rid must be a group's name, or null or empty to leave.");
            return;
        }
        if (group != null && group.text().equals(wanted)) {
            return;
        }
        // Also if it may not join the other one: the client has taken leave of its group already.
        leaveGroup();
        if (!leaves && wanted != null && mayJoin(wanted)) {
            join(wanted);
        }
    }

    private boolean mayJoin(String wanted) {
        int longest = terms.app().config().maxNameLength();
        if (wanted.length() > longest) {
            refuse("A group's name must have at most " + longest + " characters (maxNameLength).");
            return false;
        }
        if (!joins.take()) {
            client.refuse(
                    ErrorCode.REQUEST_EXCEED,
                    "More than " + parts.config().skapi().joinsPerMinute()
                            + " groups joined in a minute (skapi.joinsPerMinute).");
            return false;
        }
        Denial denial = rights.join(wanted);
        if (denial != null) {
            deny(denial);
        }
        return denial == null;
    }

    private void join(String wanted) {
        Name name = Name.of(wanted);
        group = name;
        subscriber.join(name, true, refusal -> {
            if (refusal != null) {
                if (group == name) {
                    group = null;
                }
                client.refuse(ErrorCode.INVALID_REQUEST, refusal.message());
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
            publish(Draft.amongMembers(app(), to, Events.MESSAGE, frame.field("content")));
            notices.toGroup(withinRate(notice), AudienceKey.channel(app(), to.text()));
        }
    }

    private void sendMessage(JsonFields frame) {
        String uid = frame.string("uid");
        String user = uid == null ? null : UserIds.normalised(uid);
        if (user == null) {
            client.refuse(ErrorCode.INVALID_PARAMETER, "The uid of a private message must be a user's id (a UUID).");
            return;
        }
        Notices.Wanted notice = notices.wanted(frame);
        if (fits(frame) && isSound(notice)) {
            AudienceKey audience = PrivateAudience.of(app(), user);
            publish(new Draft(audience, false, Events.PRIVATE, frame.field("content"), true));
            notices.toUser(withinRate(notice), user);
        }
    }

    private void rtc(JsonFields frame) {
        String connection = frame.string("uid");
        if (connection == null || connection.length() > MAX_CONNECTION) {
            client.refuse(ErrorCode.INVALID_PARAMETER, "The uid of a call must be a connection's id (cid:…).");
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
                                client.refuse(ErrorCode.NOT_EXISTS, "There is no such connection, or it is closed.");
                            }
                        },
                        subscriber.shard().loop()::execute);
    }

    private void publish(Draft draft) {
        subscriber.publish(draft, refusal -> {
            if (refusal != null) {
                client.refuse(
                        refusal.code().equals(Refusal.NOT_A_MEMBER) ? ErrorCode.INVALID_REQUEST : ErrorCode.ERROR,
                        refusal.message());
            }
        });
    }

    private boolean fits(JsonFields frame) {
        Payload content = frame.field("content");
        int most = parts.config().skapi().maxMessage();
        if (content != null && content.length() > most) {
            client.refuse(
                    ErrorCode.INVALID_REQUEST,
                    "Data should not exceed " + most + " bytes (skapi.maxMessage); this has " + content.length() + ".");
            return false;
        }
        return true;
    }

    private boolean isSound(Notices.Wanted notice) {
        String problem = notice.problem();
        if (problem != null) {
            client.refuse(ErrorCode.INVALID_PARAMETER, problem);
        }
        return problem == null;
    }

    /** What is wanted, or nothing if that is too much: the message itself is sent in any case. */
    private Notices.Wanted withinRate(Notices.Wanted notice) {
        if (notice.notification() == null || notices.mayNotify()) {
            return notice;
        }
        client.refuse(
                ErrorCode.REQUEST_EXCEED,
                "More than " + parts.config().skapi().notificationsPerMinute()
                        + " notifications in a minute (skapi.notificationsPerMinute): the message was sent without its own.");
        return Notices.Wanted.NONE;
    }

    private String app() {
        return terms.app().id();
    }

    private void deny(Denial denial) {
        CallRefusal why = CallRefusal.of(denial);
        client.refuse(
                denial.status() == 429
                        ? ErrorCode.REQUEST_EXCEED
                        : denial.equals(Denial.NOT_ALLOWED) ? ErrorCode.NOT_ALLOWED : why.code(),
                why.text());
    }

    private void refuse(String message) {
        client.refuse(ErrorCode.INVALID_REQUEST, message);
    }
}
