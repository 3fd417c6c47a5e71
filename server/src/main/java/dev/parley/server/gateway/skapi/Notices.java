package dev.parley.server.gateway.skapi;

import dev.parley.core.AudienceKey;
import dev.parley.core.Hub;
import dev.parley.core.Member;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import dev.parley.server.webpush.Notification;
import dev.parley.server.webpush.WebPushes;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The notifications that may go with a message (skapi 4): to users who are not connected, or to all of whom it is for. Its shard only. */
final class Notices {

    /**
     * What a frame says of a notification.
     *
     * @param notification null for none
     * @param always whether users who are connected get it, too
     * @param problem what is wrong with it, or null
     */
    record Wanted(
            @Nullable Notification notification,
            boolean always,
            @Nullable String problem) {

        static final Wanted NONE = new Wanted(null, false, null);

        private static Wanted wrong(String problem) {
            return new Wanted(null, false, problem);
        }
    }

    private final WebPushes pushes;
    private final Hub hub;
    private final Terms terms;
    private final int maxBytes;
    private final UserAllowances allowances;

    /** @param allowances how many each user may ask for */
    Notices(SkapiParts parts, Terms terms, UserAllowances allowances) {
        this.allowances = allowances;
        this.pushes = parts.pushes();
        this.hub = parts.hub();
        this.terms = terms;
        this.maxBytes = parts.config().skapi().maxNotification();
    }

    /** What the frame says: {@code notification} is empty or a text that holds JSON. */
    Wanted wanted(JsonFields frame) {
        if (!frame.truthy("notification")) {
            return Wanted.NONE;
        }
        String text = frame.string("notification");
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > maxBytes) {
            return Wanted.wrong("The notification has more than " + maxBytes + " bytes (skapi.maxNotification).");
        }
        JsonFields notification = read(bytes);
        if (notification == null) {
            return Wanted.wrong("The notification must be a text that holds a JSON object with title and body.");
        }
        Payload config = frame.field("notificationConfig");
        JsonFields options = config == null ? null : JsonFields.read(config);
        return new Wanted(
                new Notification(text(notification, "title"), text(notification, "body")),
                options != null && options.truthy("always"),
                null);
    }

    private static @Nullable JsonFields read(byte[] json) {
        try {
            return JsonFields.read(Payload.parse(json, 0, json.length, JsonLimits.DEFAULT));
        } catch (ProtocolException e) {
            return null;
        }
    }

    private static String text(JsonFields notification, String name) {
        String text = notification.string(name);
        return text == null ? "" : text;
    }

    /** Whether the user, on whatever connection, may ask for one more; it is counted. */
    boolean mayNotify() {
        return allowances.take(terms.app().id(), terms.uuid());
    }

    /** Tells the members; who is in a group is connected, so only if it is for them, too. */
    void toGroup(Wanted wanted, AudienceKey group) {
        Notification notification = wanted.notification();
        if (notification != null && wanted.always()) {
            hub.members(group).thenAccept(members -> {
                Set<String> users = new HashSet<>();
                for (Member member : members) {
                    String user = member.user();
                    if (user != null && !user.equals(terms.uuid())) {
                        users.add(user);
                    }
                }
                pushes.push(group.app(), users, notification);
            });
        }
    }

    /** Tells a user. */
    void toUser(Wanted wanted, String uuid) {
        Notification notification = wanted.notification();
        if (notification == null) {
            return;
        }
        String app = terms.app().id();
        hub.memberCount(PrivateAudience.of(app, uuid)).thenAccept(connections -> {
            if (wanted.always() || connections == 0) {
                pushes.push(app, Set.of(uuid), notification);
            }
        });
    }
}
