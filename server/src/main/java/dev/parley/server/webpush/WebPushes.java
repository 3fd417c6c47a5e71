package dev.parley.server.webpush;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Knows browsers and tells them. Users are named by their UUIDs. Any thread; nothing blocks. */
public interface WebPushes {

    /** The key with which pages of an app subscribe (VAPID): 65 bytes, Base64url without padding. Made when it is first wanted. */
    CompletionStage<String> publicKey(String app);

    /**
     * Remembers a browser; it belongs to the user who subscribed it last.
     *
     * @throws WebPushException at once, if it can be none
     */
    CompletionStage<@Nullable Void> subscribe(String app, String user, Subscription subscription);

    /** Forgets a browser of the user; one that is not there is fine. */
    CompletionStage<@Nullable Void> unsubscribe(String app, String user, String endpoint);

    /** Tells the browsers of these users, some time, if it can. Never fails. */
    void push(String app, Set<String> users, Notification notification);

    /** Tells all browsers of an app, like {@link #push}. */
    void pushToAll(String app, Notification notification);
}
