package dev.parley.server.gateway.altogic;

import dev.parley.core.Draft;
import dev.parley.core.Hub;
import dev.parley.core.Name;
import dev.parley.protocol.Payload;
import dev.parley.server.accounts.SessionInfo;
import dev.parley.server.accounts.User;
import dev.parley.server.accounts.UserEvents;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what happens to accounts to the devices of their users (altogic-agnost 3, "user:*"). Any thread. */
public final class UserEventPublisher implements UserEvents {

    private static final Logger log = LoggerFactory.getLogger(UserEventPublisher.class);

    private final Hub hub;

    public UserEventPublisher(Hub hub) {
        this.hub = hub;
    }

    @Override
    public CompletionStage<@Nullable Void> raise(
            String app, String user, Kind kind, @Nullable SessionInfo session, @Nullable User now) {
        try {
            Draft draft = Draft.toUser(app, user, name(kind), sessionAndUser(session, now));
            return hub.publish(draft).handle((position, failure) -> {
                if (failure != null) {
                    log.warn("a user event ({}) could not be published: {}", kind, failure.toString());
                }
                return null;
            });
        } catch (RuntimeException e) {
            log.warn("a user event ({}) could not be published", kind, e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private static Name name(Kind kind) {
        return new Name("user:" + kind.name().toLowerCase(Locale.ROOT), false);
    }

    /** The two arguments that follow the event's name, as {@link AltogicEncoder} writes them. */
    private static Payload sessionAndUser(@Nullable SessionInfo session, @Nullable User user) {
        String json = (session == null ? "null" : AccountJson.session(session)) + ","
                + (user == null ? "null" : AccountJson.user(user));
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return Payload.slice(bytes, 0, bytes.length);
    }
}
