package dev.parley.server.api;

import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.Login;
import dev.parley.server.accounts.User;
import dev.parley.server.accounts.UserDraft;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The accounts of an app's users. */
final class UserCalls {

    private static final int MAX_TEXT = 256;
    private static final int MAX_URL = 2_048;
    private static final int MIN_PASSWORD = 6;
    private static final Set<String> CHANGEABLE =
            Set.of("email", "phone", "username", "password", "name", "picture", "profile", "verified", "disabled");
    private static final Set<String> NEW = with(CHANGEABLE, "id");

    private final Accounts accounts;
    private final Trail trail;

    UserCalls(Accounts accounts, Trail trail) {
        this.accounts = accounts;
        this.trail = trail;
    }

    CompletionStage<Answer> list(Call call) {
        Login login = login(call);
        if (login != null) {
            return accounts.userByLogin(call.ownApp(), login)
                    .thenApply(user -> page(user == null ? List.of() : List.of(user), 2));
        }
        int limit = call.limit();
        String after = call.parameter("after");
        if (after != null && !Fields.isStorable(after)) {
            throw Refusal.invalid("after", "must be an id.");
        }
        return accounts.users(call.ownApp(), after, limit).thenApply(users -> page(users, limit));
    }

    private static @Nullable Login login(Call call) {
        Login found = null;
        for (Login.Kind kind : List.of(Login.Kind.EMAIL, Login.Kind.PHONE, Login.Kind.USERNAME)) {
            String parameter = kind.name().toLowerCase(java.util.Locale.ROOT);
            String name = call.parameter(parameter);
            if (name == null) {
                continue;
            }
            if (found != null) {
                throw Refusal.invalid(parameter, "cannot be looked for together with another one.");
            }
            if (name.isEmpty() || name.length() > MAX_TEXT || !Fields.isStorable(name)) {
                throw Refusal.invalid(parameter, "must be a text of 1 to " + MAX_TEXT + " characters.");
            }
            found = new Login(kind, name);
        }
        return found;
    }

    CompletionStage<Answer> create(Call call) {
        Fields fields = call.fields(NEW);
        UserDraft draft = draft(call, fields, fields.text("id", MAX_TEXT));
        if (draft.id() != null && draft.id().isBlank()) {
            fields.wrong("id", "must not be blank.");
        }
        fields.check();
        return accounts.create(call.ownApp(), draft).thenCompose(user -> {
            String path = "/v1/apps/" + call.ownApp().id() + "/users/"
                    + URLEncoder.encode(user.id(), StandardCharsets.UTF_8).replace("+", "%20");
            return trail.note(
                    call,
                    "user.create",
                    user.id(),
                    Map.of(),
                    Answer.json(201, json(user)).with("Location", path));
        });
    }

    CompletionStage<Answer> get(Call call) {
        return accounts.user(call.ownApp(), id(call)).thenApply(user -> {
            if (user == null) {
                throw unknown();
            }
            return Answer.json(json(user));
        });
    }

    CompletionStage<Answer> update(Call call) {
        Fields fields = call.fields(CHANGEABLE);
        UserDraft draft = draft(call, fields, null);
        fields.check();
        List<String> changed = CHANGEABLE.stream().filter(fields::has).sorted().toList();
        return accounts.update(call.ownApp(), id(call), draft)
                .thenCompose(user ->
                        trail.note(call, "user.update", user.id(), Map.of("fields", changed), Answer.json(json(user))));
    }

    CompletionStage<Answer> delete(Call call) {
        String id = id(call);
        return accounts.delete(call.ownApp(), id).thenCompose(found -> {
            if (!found) {
                throw unknown();
            }
            return trail.note(call, "user.delete", id, Map.of(), Answer.NO_CONTENT);
        });
    }

    /** What is absent stays as it is; null takes a value away, which a draft says by an empty text. */
    private static UserDraft draft(Call call, Fields fields, @Nullable String id) {
        int maxProfile = Math.max(2, call.ownApp().config().maxProfileBytes());
        String password = text(fields, "password", MAX_TEXT);
        if (password != null && !password.isEmpty() && password.length() < MIN_PASSWORD) {
            fields.wrong("password", "must have at least " + MIN_PASSWORD + " characters.");
        }
        String profile = fields.isNull("profile") ? "{}" : fields.object("profile", maxProfile);
        return new UserDraft(
                id,
                text(fields, "email", MAX_TEXT),
                text(fields, "phone", MAX_TEXT),
                text(fields, "username", MAX_TEXT),
                password,
                text(fields, "name", MAX_TEXT),
                text(fields, "picture", MAX_URL),
                profile,
                fields.bool("verified"),
                fields.bool("disabled"));
    }

    private static @Nullable String text(Fields fields, String name, int max) {
        return fields.isNull(name) ? "" : fields.text(name, max);
    }

    private static String id(Call call) {
        return call.id("user", "user_not_found");
    }

    private static Refusal unknown() {
        return Refusal.notFound("user_not_found", "There is no such user.");
    }

    private static Answer page(List<User> users, int limit) {
        JsonWriter json = new JsonWriter().open('{').name("users").open('[');
        users.forEach(user -> write(json, user));
        String next = users.size() < limit ? null : users.getLast().id();
        return Answer.json(json.close(']').field("next", next).close('}'));
    }

    private static JsonWriter json(User user) {
        JsonWriter json = new JsonWriter();
        write(json, user);
        return json;
    }

    private static void write(JsonWriter json, User user) {
        json.open('{')
                .field("id", user.id())
                .field("uuid", user.uuid())
                .field("hexId", user.hexId())
                .field("provider", user.provider())
                .field("email", user.email())
                .field("emailVerified", user.emailVerified())
                .field("phone", user.phone())
                .field("phoneVerified", user.phoneVerified())
                .field("username", user.username())
                .field("name", user.name())
                .field("picture", user.picture())
                .raw("profile", user.profile())
                .field("disabled", user.disabled())
                .time("signUpAt", user.signUpAt())
                .time("lastLoginAt", user.lastLoginAt())
                .time("updatedAt", user.updatedAt())
                .close('}');
    }

    private static Set<String> with(Set<String> names, String more) {
        Set<String> all = new HashSet<>(names);
        all.add(more);
        return Set.copyOf(all);
    }
}
