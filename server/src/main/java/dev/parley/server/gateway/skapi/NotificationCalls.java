package dev.parley.server.gateway.skapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.protocol.JsonText;
import dev.parley.server.webpush.Notification;
import dev.parley.server.webpush.Subscription;
import dev.parley.server.webpush.WebPushes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Notifications of browsers (skapi 2.4). The client makes its own words of success. Any thread. */
final class NotificationCalls {

    private static final String EVERYBODY = "all_users";
    private static final String TARGETS = "user_ids";
    private static final int MAX_TARGETS = 1_000;
    private static final int MAX_ENDPOINT = 2_048;
    private static final int MAX_KEY = 256;
    private static final byte[] DONE = "\"SUCCESS\"".getBytes(UTF_8);

    private final WebPushes pushes;
    private final int maxBytes;

    /** @param maxBytes of a notification's JSON */
    NotificationCalls(WebPushes pushes, int maxBytes) {
        this.pushes = pushes;
        this.maxBytes = maxBytes;
    }

    CompletionStage<byte[]> publicKey(Caller caller, CallBody body) {
        return pushes.publicKey(caller.service().app().id())
                .thenApply(key -> JsonText.quote(key).getBytes(UTF_8));
    }

    CompletionStage<byte[]> subscribe(Caller caller, CallBody body) {
        CallBody keys = body.object("keys");
        if (keys == null) {
            throw CallRefusal.invalid("The body needs the browser's 'keys'.");
        }
        Subscription subscription = new Subscription(
                body.required("endpoint", MAX_ENDPOINT),
                keys.required("p256dh", MAX_KEY),
                keys.required("auth", MAX_KEY));
        return pushes.subscribe(caller.service().app().id(), caller.uuid(), subscription)
                .thenApply(_ -> DONE.clone());
    }

    CompletionStage<byte[]> unsubscribe(Caller caller, CallBody body) {
        return pushes.unsubscribe(caller.service().app().id(), caller.uuid(), body.required("endpoint", MAX_ENDPOINT))
                .thenApply(_ -> DONE.clone());
    }

    /** Sends for somebody who may. */
    byte[] push(Service service, CallBody body) {
        Notification notification = new Notification(body.required("title", maxBytes), body.required("body", maxBytes));
        int size = "{\"title\":,\"body\":}".length()
                + JsonText.quote(notification.title()).getBytes(UTF_8).length
                + JsonText.quote(notification.body()).getBytes(UTF_8).length;
        if (size > maxBytes) {
            throw CallRefusal.invalid(
                    "'title' and 'body' have more than " + maxBytes + " bytes as JSON (skapi.maxNotification).");
        }
        if (isForAll(body)) {
            pushes.pushToAll(service.app().id(), notification);
        } else {
            pushes.push(service.app().id(), Set.copyOf(targets(body)), notification);
        }
        return DONE.clone();
    }

    private static boolean isForAll(CallBody body) {
        return body.isText(TARGETS) ? EVERYBODY.equals(body.text(TARGETS)) : body.isListOf(TARGETS, EVERYBODY);
    }

    private static List<String> targets(CallBody body) {
        return body.userIds(TARGETS, MAX_TARGETS);
    }
}
