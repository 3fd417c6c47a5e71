package dev.parley.server.gateway.vchat;

import dev.parley.server.push.Device;
import dev.parley.server.push.Pushes;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where a session's device is told, as clients say it with {@code fcmToken} and {@code platform} (vchat 3). */
final class Devices {

    private static final int LONGEST_TOKEN = 4096;
    private static final int LONGEST_PLATFORM = 64;
    /** What clients send for "not here": after signing out, and in apps without push. */
    private static final Set<String> NOWHERE = Set.of("", "Out", "you don't use firebase on flutter app");

    /**
     * What a call says of its device.
     *
     * @param token null if it says nothing; empty for no device
     */
    record Wish(@Nullable String token, @Nullable String platform) {

        static Wish of(Call call) {
            return of(call.form().text("fcmToken"), call.optional("platform"));
        }

        static Wish of(@Nullable String token, @Nullable String platform) {
            return new Wish(
                    token == null ? null : plain("fcmToken", token, LONGEST_TOKEN),
                    platform == null ? null : plain("platform", platform, LONGEST_PLATFORM));
        }

        private static String plain(String name, String value, int longest) {
            String text = value.strip();
            if (text.length() > longest || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
                throw CallException.invalid("'" + name + "' must have at most " + longest + " characters, all ASCII.");
            }
            return NOWHERE.contains(text) ? "" : text;
        }

        /** Shows nothing. */
        @Override
        public String toString() {
            return "Wish[]";
        }
    }

    /** @param expiresAt milliseconds since 1970 */
    record Session(Profile user, String id, long expiresAt) {}

    private final Pushes pushes;

    Devices(Pushes pushes) {
        this.pushes = pushes;
    }

    /** Remembers the device, or forgets the one there was; does nothing if the call says nothing of it. */
    CompletionStage<@Nullable Void> set(Session session, Wish wish) {
        String app = session.user().key().app();
        if (wish.token() == null) {
            return CompletableFuture.completedFuture(null);
        }
        if (wish.token().isEmpty()) {
            return pushes.forget(app, session.id());
        }
        return pushes.register(new Device(
                app, session.user().key().id(), session.id(), session.expiresAt(), wish.token(), wish.platform()));
    }
}
