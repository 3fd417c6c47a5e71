package dev.parley.server.accounts;

import dev.parley.server.config.SkapiService;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What skapi-js's users need beside a session: its tokens (skapi 2.5). Any thread; nothing blocks; stages end like those of
 * {@link Accounts}.
 */
public final class SkapiAccounts {

    /** What a {@link TokenRequest#user} must be, to say it to who asks. */
    public static final String USER_FORM = "a UUID, whose user is made if there is none, or the id of a stored user";

    private static final Duration HANDSHAKE_LEEWAY = Duration.ofSeconds(60);

    /** What it has others do. */
    record Calls(Entrance entrance, SessionCalls sessions) {}

    private final Services services;
    private final Calls calls;

    SkapiAccounts(Services services, Calls calls) {
        this.services = services;
        this.calls = calls;
    }

    /**
     * A session for a user, on the word of a back end. A user who does not exist is made. The tokens are good for the whole session.
     * Raises {@code user:signin}.
     *
     * @param request its user is a UUID, in any case, or the id of a stored user; its family does not matter
     * @return INVALID_VALUE if the app is no Skapi service or the user's id is neither; USER_DISABLED
     */
    public CompletionStage<SkapiTokens> mint(App app, TokenRequest request, Client client) {
        return Stages.of(() -> {
            requireService(app);
            SessionCalls.check(request);
            Entrance.Wish wish = new Entrance.Wish(app, client, Client.SKAPI, request.lifetime(), request.channels());
            return calls.entrance()
                    .enter(wish, handle -> admitted(handle, app, request.user()))
                    .thenApply(in -> {
                        SessionInfo session = sessionOf(in);
                        return tokens(app, in.user(), session, session.expiresAt());
                    });
        });
    }

    private User admitted(Handle handle, App app, String wanted) {
        String id = foundOrMade(handle, app.id(), wanted).id();
        boolean entered = UserStore.signedIn(handle, app.id(), id, services.now());
        User user = UserStore.require(handle, app.id(), id).user();
        if (!entered) {
            throw new AccountException(AccountError.USER_DISABLED);
        }
        return user;
    }

    private User foundOrMade(Handle handle, String app, String wanted) {
        String uuid = UserIds.normalised(wanted);
        User found = found(handle, app, wanted, uuid);
        if (found != null) {
            return found;
        }
        if (uuid == null) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        UserDraft draft = new UserDraft(uuid, null, null, null, null, null, null, null, null, null);
        User made = UserForm.draft(app, draft, services.ids(), services.now());
        try {
            UserStore.insert(handle, made, StoredPassword.NONE);
            return made;
        } catch (AccountException e) {
            // Somebody else has made it since; it is there now, or this was another failure.
            User other = found(handle, app, wanted, uuid);
            if (other == null) {
                throw e;
            }
            return other;
        }
    }

    private static @Nullable User found(Handle handle, String app, String wanted, @Nullable String uuid) {
        List<User> named = uuid == null ? List.of() : UserLists.byUuids(handle, app, List.of(uuid));
        if (!named.isEmpty()) {
            return named.getFirst();
        }
        UserRow row = UserStore.byId(handle, app, wanted);
        return row == null ? null : row.user();
    }

    /**
     * What a token says; null if it is not one of our id or access tokens. Its signature is checked, its expiry and whether the
     * session is still there are not. From any thread; microseconds.
     */
    public @Nullable SkapiClaims read(String token) {
        TokenSigner.Claims claims = services.signer().read(token);
        return claims == null ? null : claims.skapi();
    }

    /**
     * The session of an id or access token that has not expired; null for any other text. These tokens are worth nothing elsewhere.
     *
     * @return like {@link dev.parley.server.identity.Sessions#find}
     */
    public CompletionStage<@Nullable Session> find(App app, String token) {
        return services.sessions().findOfSkapi(app, token);
    }

    /**
     * The same where a WebSocket is opened: a token that is over since at most 60 s will do if its session is not over. The client looks
     * at its clock, not ours, and then waits for 3 s before it connects again; once refused it never comes back (skapi 4, 7).
     *
     * @return like {@link #find}
     */
    public CompletionStage<@Nullable Session> findAtHandshake(App app, String token) {
        return services.sessions().findOfSkapi(app, token, HANDSHAKE_LEEWAY.toMillis());
    }

    /**
     * New tokens for the session of a refresh token, good for {@code auth.skapiTokenLifetime} but not longer than the session; the
     * refresh token stays.
     *
     * @return INVALID_KEY if it is none of this app, or its session is over or its user disabled
     */
    public CompletionStage<SkapiTokens> refresh(App app, String refreshToken) {
        return Stages.of(() -> {
            SessionKey key = services.signer().readRefresh(refreshToken);
            if (key == null || !key.app().equals(app.id()) || app.config().skapi() == null) {
                return Services.refused(AccountError.INVALID_KEY);
            }
            return services.read(handle -> refreshed(handle, key)).thenApply(in -> tokens(app, in));
        });
    }

    private SignedIn refreshed(Handle handle, SessionKey key) {
        SessionRow session = SessionStore.byId(handle, key.app(), key.id());
        UserRow user = session == null ? null : UserStore.byId(handle, key.app(), session.user());
        if (session == null
                || user == null
                || session.expiresAt() <= services.now()
                || user.user().disabled()) {
            throw new AccountException(AccountError.INVALID_KEY);
        }
        return new SignedIn(user.user(), session.info(services.signer()));
    }

    /** Ends the session of a refresh token; one that is not there, or no token of this app, is fine. */
    public CompletionStage<@Nullable Void> revoke(App app, String refreshToken) {
        return Stages.of(() -> {
            SessionKey key = services.signer().readRefresh(refreshToken);
            return key == null || !key.app().equals(app.id())
                    ? Stages.done()
                    : calls.sessions().endById(app, key.id()).thenCompose(_ -> Stages.done());
        });
    }

    /** Ends all sessions of the user of an access token. INVALID_KEY if it is not valid. */
    public CompletionStage<@Nullable Void> signOutEverywhere(App app, String accessToken) {
        return Stages.of(() -> {
            SkapiClaims claims = read(accessToken);
            if (claims == null || claims.use() != SkapiClaims.Use.ACCESS) {
                return Services.refused(AccountError.INVALID_KEY);
            }
            return find(app, accessToken)
                    .thenCompose(session -> session == null
                            ? Services.refused(AccountError.INVALID_KEY)
                            : calls.sessions().signOutAll(app, session.user(), ""));
        });
    }

    /** The tokens of somebody who just signed in or refreshes; good for {@code auth.skapiTokenLifetime} at most. */
    SkapiTokens tokens(App app, SignedIn in) {
        SessionInfo session = sessionOf(in);
        long usual = services.now() + app.config().auth().skapiTokenLifetime().toMillis();
        return tokens(app, in.user(), session, Math.min(session.expiresAt(), usual));
    }

    private SkapiTokens tokens(App app, User user, SessionInfo session, long expiresAt) {
        TokenSigner signer = services.signer();
        SkapiClaimText text = new SkapiClaimText(requireService(app), user, session, services.now(), expiresAt);
        return new SkapiTokens(
                signer.sign(text.idToken()),
                signer.sign(text.accessToken()),
                signer.refreshToken(new SessionKey(session.app(), session.id())),
                expiresAt,
                user,
                session);
    }

    private static SessionInfo sessionOf(SignedIn in) {
        SessionInfo session = in.session();
        if (session == null) {
            throw new IllegalArgumentException("without a session there are no tokens");
        }
        return session;
    }

    /** @throws AccountException INVALID_VALUE if the app is no Skapi service */
    private static SkapiService requireService(App app) {
        SkapiService service = app.config().skapi();
        if (service == null) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        return service;
    }
}
