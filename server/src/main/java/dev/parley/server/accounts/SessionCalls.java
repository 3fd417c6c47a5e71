package dev.parley.server.accounts;

import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Listing, minting and ending sessions. */
final class SessionCalls {

    private static final int MAX_CHANNEL = 4096;

    private final Services services;
    private final Entrance entrance;

    SessionCalls(Services services, Entrance entrance) {
        this.services = services;
        this.entrance = entrance;
    }

    CompletionStage<List<SessionInfo>> list(App app, String user) {
        return services.read(handle -> SessionStore.ofUser(handle, app.id(), user, services.now()).stream()
                .map(row -> row.info(services.signer()))
                .toList());
    }

    CompletionStage<@Nullable Void> signOut(App app, Session current, @Nullable String token) {
        if (token == null) {
            return end(app, current.user(), current.id(), current.expiresAt());
        }
        TokenSigner.Claims claims = services.signer().read(token);
        if (claims == null) {
            return signOutForeign(app, current, token);
        }
        if (!claims.app().equals(app.id())) {
            return Services.refused(AccountError.NO_SUCH_SESSION);
        }
        if (!claims.user().equals(current.user())) {
            return Services.refused(AccountError.FOREIGN_SESSION);
        }
        return end(app, claims.user(), claims.session(), claims.expiresAt());
    }

    private CompletionStage<@Nullable Void> signOutForeign(App app, Session current, String token) {
        return services.sessions().find(app, token).thenCompose(session -> {
            if (session == null) {
                return Services.refused(AccountError.NO_SUCH_SESSION);
            }
            return session.user().equals(current.user())
                    ? end(app, session.user(), session.id(), session.expiresAt())
                    : Services.refused(AccountError.FOREIGN_SESSION);
        });
    }

    /** Ends a session of either kind; one that is not there is fine. */
    private CompletionStage<@Nullable Void> end(App app, String user, String id, long expiresAt) {
        Ending ending = new Ending(services);
        return services.<@Nullable User>write(ending, handle -> {
                    if (id.startsWith(ForeignTokens.ID_PREFIX)) {
                        ending.oneForeign(handle, new SessionKey(app.id(), id), expiresAt);
                    } else {
                        ending.one(handle, app.id(), id);
                    }
                    return userOf(UserStore.byId(handle, app.id(), user));
                })
                .thenCompose(now -> ending.finish(app.id(), user, now));
    }

    private static @Nullable User userOf(@Nullable UserRow row) {
        return row == null ? null : row.user();
    }

    /** @param except a session's id; empty for none */
    CompletionStage<@Nullable Void> signOutAll(App app, String user, String except) {
        Ending ending = new Ending(services);
        return services.<@Nullable User>write(ending, handle -> {
                    ending.all(handle, app, user, except);
                    return userOf(UserStore.byId(handle, app.id(), user));
                })
                .thenCompose(now -> ending.finish(app.id(), user, now));
    }

    CompletionStage<Boolean> endById(App app, String id) {
        if (id.startsWith(ForeignTokens.ID_PREFIX)) {
            Session held = services.sessions().live().get(new SessionKey(app.id(), id));
            return held == null
                    ? CompletableFuture.completedFuture(false)
                    : end(app, held.user(), id, held.expiresAt()).thenApply(_ -> true);
        }
        return services.<@Nullable SessionRow>read(handle -> SessionStore.byId(handle, app.id(), id))
                .thenCompose(row -> row == null
                        ? CompletableFuture.completedFuture(false)
                        : end(app, row.user(), id, row.expiresAt()).thenApply(_ -> true));
    }

    /** @throws AccountException INVALID_VALUE if it cannot be what is wanted, whoever the user is */
    static void check(TokenRequest request) {
        UserForm.requireId(request.user());
        Duration lifetime = request.lifetime();
        boolean sane = TokenRequest.FAMILIES.contains(request.family())
                && request.channels().size() <= TokenRequest.MAX_CHANNELS
                && request.channels().stream().allMatch(channel -> Texts.isPlain(channel, MAX_CHANNEL))
                && (lifetime == null || (lifetime.isPositive() && lifetime.compareTo(TokenRequest.MAX_LIFETIME) <= 0));
        if (!sane) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
    }

    CompletionStage<SessionInfo> mint(App app, TokenRequest request, Client client) {
        check(request);
        if (request.family().equals(Client.SKAPI)) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        String user = request.user();
        Entrance.Wish wish = new Entrance.Wish(app, client, request.family(), request.lifetime(), request.channels());
        return entrance.mint(wish, user, handle -> {
            boolean entered = UserStore.signedIn(handle, app.id(), user, services.now());
            UserRow row = UserStore.byId(handle, app.id(), user);
            if (row != null && !entered) {
                throw new AccountException(AccountError.USER_DISABLED);
            }
            return userOf(row);
        });
    }
}
