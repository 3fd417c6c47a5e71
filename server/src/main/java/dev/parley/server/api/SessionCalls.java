package dev.parley.server.api;

import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.SessionInfo;
import dev.parley.server.accounts.TokenRequest;
import dev.parley.server.identity.App;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Sessions and their tokens. A token is shown once, to whoever has it made. */
final class SessionCalls {

    private static final int MAX_TEXT = 256;
    private static final int MAX_CHANNELS = 100;
    private static final long MAX_LIFETIME = Duration.ofDays(3_650).toSeconds();
    private static final Set<String> FAMILIES = Set.of("altogic", "skapi", "vchat");

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
        if (!FAMILIES.contains(family)) {
            fields.wrong("for", "must be altogic, skapi or vchat.");
        }
        Long seconds = fields.whole("expiresIn", 1, MAX_LIFETIME);
        TokenRequest request = new TokenRequest(
                user,
                family,
                seconds == null ? null : Duration.ofSeconds(seconds),
                fields.texts("channels", MAX_CHANNELS, call.ownApp().config().maxNameLength()));
        fields.check();
        return accounts.mint(call.ownApp(), request, call.client()).thenCompose(session -> {
            JsonWriter json =
                    new JsonWriter().open('{').field("token", session.token()).name("session");
            write(json, session);
            json.time("expiresAt", session.expiresAt()).close('}');
            return trail.note(
                    call, "token.mint", session.id(), Map.of("user", user, "for", family), Answer.json(201, json));
        });
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
