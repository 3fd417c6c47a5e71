package dev.parley.server.webpush;

/**
 * A browser, as its {@code PushSubscription} describes it.
 *
 * @param endpoint where its push service takes messages
 * @param p256dh its public key, Base64url
 * @param auth its secret, Base64url
 */
public record Subscription(String endpoint, String p256dh, String auth) {

    /** Shows neither; who knows them can tell the browser things. */
    @Override
    public String toString() {
        return "Subscription[]";
    }
}
