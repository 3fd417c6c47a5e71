package dev.parley.server.api;

import dev.parley.server.accounts.AccountError;
import dev.parley.server.accounts.AccountException;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.Client;
import dev.parley.server.accounts.SessionInfo;
import dev.parley.server.accounts.SkapiAccounts;
import dev.parley.server.accounts.TokenRequest;
import dev.parley.server.accounts.UserIds;
import dev.parley.server.identity.App;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Sessions and their tokens. A token is shown once, to whoever has it made. */
final class SessionCalls {

    private static final int MAX_TEXT = 256;

    private final Accounts accounts;
    private final Trail trail;

    SessionCalls(Accounts accounts, Trail trail) {
        this.accounts = accounts;
        this.trail = trail;
    }

    CompletionStage<Answer> mint(Call call) {
        Fields fields = call.fields(Set.of("userId", "for", "expiresIn", "channels"));
        String user = fields.required("userId", MAX_TEXT);
        String given = fields.text("for", MAX_TEXT);
        String family = given == null ? "altogic" : given;
        if (!TokenRequest.FAMILIES.contains(family)) {
            fields.wrong("for", "must be altogic, skapi or vchat.");
        }
        boolean skapi = family.equals(Client.SKAPI);
        if (skapi && call.ownApp().config().skapi() == null) {
            fields.wrong("for", "must not be skapi, as this app is no Skapi service (apps[].skapi is missing).");
        }
        Long seconds = fields.whole("expiresIn", 1, TokenRequest.MAX_LIFETIME.toSeconds());
        TokenRequest request = new TokenRequest(
                user,
                family,
                seconds == null ? null : Duration.ofSeconds(seconds),
                fields.texts(
                        "channels",
                        TokenRequest.MAX_CHANNELS,
                        call.ownApp().config().maxNameLength()));
        fields.check();
        return skapi ? mintForSkapi(call, request) : mint(call, request);
    }

    private CompletionStage<Answer> mint(Call call, TokenRequest request) {
        return accounts.mint(call.ownApp(), request, call.client()).thenCompose(session -> {
            JsonWriter json = new JsonWriter().open('{').field("token", session.token());
            return minted(call, request, session, json);
        });
    }

    /** What {@code skapi.loginWithToken()} takes, and what every mint answers. */
    private CompletionStage<Answer> mintForSkapi(Call call, TokenRequest request) {
        return accounts.skapi()
                .mint(call.ownApp(), request, call.client())
                .exceptionally(failure -> {
                    throw refused(request, failure);
                })
                .thenCompose(tokens -> {
                    JsonWriter json = new JsonWriter()
                            .open('{')
                            .field("idToken", tokens.idToken())
                            .field("accessToken", tokens.accessToken())
                            .field("refreshToken", tokens.refreshToken())
                            .field("token", tokens.accessToken());
                    return minted(call, request, tokens.session(), json);
                });
    }

    private static RuntimeException refused(TokenRequest request, Throwable failure) {
        boolean noUser = failure instanceof AccountException refused
                && refused.error() == AccountError.INVALID_VALUE
                && !UserIds.isUuid(request.user());
        return noUser
                ? Refusal.invalid("userId", "must be " + SkapiAccounts.USER_FORM + ".")
                : new CompletionException(failure);
    }

    private CompletionStage<Answer> minted(Call call, TokenRequest request, SessionInfo session, JsonWriter json) {
        write(json.name("session"), session);
        json.time("expiresAt", session.expiresAt()).close('}');
        Map<String, String> detail = Map.of("user", request.user(), "for", request.family());
        return trail.note(call, "token.mint", session.id(), detail, Answer.json(201, json));
    }

    CompletionStage<Answer> list(Call call) {
        return accounts.sessions(call.ownApp(), user(call)).thenApply(sessions -> {
            JsonWriter json = new JsonWriter().open('{').name("sessions").open('[');
            sessions.forEach(session -> write(json, session));
            return Answer.json(json.close(']').close('}'));
        });
    }

    CompletionStage<Answer> endAll(Call call) {
        String user = user(call);
        return accounts.signOutAll(call.ownApp(), user)
                .thenCompose(done -> trail.note(call, "session.end.all", user, Map.of(), Answer.NO_CONTENT));
    }

    CompletionStage<Answer> endOne(Call call) {
        return end(call, call.id("session", "session_not_found"));
    }

    CompletionStage<Answer> endOneOfUser(Call call) {
        App app = call.ownApp();
        String id = call.id("session", "session_not_found");
        return accounts.sessions(app, user(call)).thenCompose(sessions -> {
            if (sessions.stream().noneMatch(session -> session.id().equals(id))) {
                throw unknown();
            }
            return end(call, id);
        });
    }

    private CompletionStage<Answer> end(Call call, String id) {
        return accounts.endSession(call.ownApp(), id).thenCompose(found -> {
            if (!found) {
                throw unknown();
            }
            return trail.note(call, "session.end", id, Map.of(), Answer.NO_CONTENT);
        });
    }

    private static Refusal unknown() {
        return Refusal.notFound("session_not_found", "There is no such session.");
    }

    private static String user(Call call) {
        return call.id("user", "user_not_found");
    }

    /** Without its token. */
    private static void write(JsonWriter json, SessionInfo session) {
        json.open('{')
                .field("id", session.id())
                .field("userId", session.user())
                .field("for", session.family())
                .time("createdAt", session.createdAt())
                .time("expiresAt", session.expiresAt())
                .field("userAgent", session.userAgent())
                .field("address", session.address())
                .texts("channels", session.channels())
                .close('}');
    }
}
