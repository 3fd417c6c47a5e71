package dev.parley.server.cli;

import dev.parley.server.accounts.AccountException;
import dev.parley.server.accounts.Login;
import dev.parley.server.accounts.User;
import dev.parley.server.accounts.UserDraft;
import dev.parley.server.cli.DatabaseCommand.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code parley users …}. */
final class UserCommands {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Login.Kind> LOGINS = Map.of(
            UserOptions.EMAIL, Login.Kind.EMAIL,
            UserOptions.PHONE, Login.Kind.PHONE,
            UserOptions.USERNAME, Login.Kind.USERNAME,
            UserOptions.VCHAT, Login.Kind.VCHAT);

    private UserCommands() {}

    static void list(AccountDesk desk) throws Exception {
        Context context = desk.context();
        List<User> users = found(desk);
        if (context.json()) {
            ArrayNode all = JSON.createArrayNode();
            users.forEach(user -> all.add(json(user)));
            context.out().println(all);
            return;
        }
        for (User user : users) {
            context.out()
                    .println(String.join(
                            "\t",
                            user.id(),
                            shown(user.email()),
                            shown(user.phone()),
                            shown(user.username()),
                            shown(user.name()),
                            user.disabled() ? "disabled" : "-"));
        }
    }

    private static List<User> found(AccountDesk desk) throws Exception {
        Context context = desk.context();
        int limit = context.parsed().matchedOptionValue(UserOptions.LIMIT, UserOptions.LIMIT_UNLESS_SAID);
        if (limit < 1 || limit > UserOptions.MAX_LIMIT) {
            throw context.wrong(UserOptions.LIMIT + " must be from 1 to " + UserOptions.MAX_LIMIT);
        }
        Login login = login(context);
        if (login != null) {
            User user = desk.await(desk.accounts().userByLogin(desk.app(), login));
            return user == null ? List.of() : List.of(user);
        }
        String after = context.parsed().matchedOptionValue(UserOptions.AFTER, null);
        return desk.await(desk.accounts().users(desk.app(), after, limit));
    }

    private static @Nullable Login login(Context context) {
        List<Login> logins = new ArrayList<>();
        LOGINS.forEach((option, kind) -> {
            if (context.parsed().hasMatchedOption(option)) {
                logins.add(new Login(kind, context.text(option)));
            }
        });
        boolean pages = context.parsed().hasMatchedOption(UserOptions.AFTER);
        if (logins.size() > 1 || (pages && !logins.isEmpty())) {
            throw context.wrong("only one of " + UserOptions.EMAIL + ", " + UserOptions.PHONE + ", "
                    + UserOptions.USERNAME + ", " + UserOptions.VCHAT + " and " + UserOptions.AFTER + " can be used");
        }
        return logins.isEmpty() ? null : logins.getFirst();
    }

    static void show(AccountDesk desk) throws Exception {
        String id = desk.context().first();
        User user = desk.await(desk.accounts().user(desk.app(), id));
        if (user == null) {
            throw unknown(desk, id);
        }
        print(desk.context(), user);
    }

    /** Prints the id alone, so that a script can take it. */
    static void add(AccountDesk desk) throws Exception {
        UserDraft draft = UserOptions.draft(desk.context());
        User user = checked(desk, desk.accounts().create(desk.app(), draft));
        desk.note("user.create", user.id(), Map.of());
        if (desk.context().json()) {
            desk.context().out().println(json(user));
        } else {
            desk.context().out().println(user.id());
        }
    }

    static void set(AccountDesk desk) throws Exception {
        Context context = desk.context();
        List<String> fields = UserOptions.fields(context);
        if (fields.isEmpty()) {
            throw context.wrong("nothing to set; say what, such as " + UserOptions.EMAIL);
        }
        String id = context.first();
        UserDraft draft = UserOptions.draft(context);
        User user = checked(desk, desk.accounts().update(desk.app(), id, draft));
        desk.note("user.update", id, Map.of("fields", fields));
        print(context, user);
    }

    /** Says more of what has the wrong form than clients are told. */
    private static User checked(AccountDesk desk, CompletionStage<User> call) throws Exception {
        try {
            return desk.await(call);
        } catch (AccountException e) {
            throw switch (e.error()) {
                case INVALID_VALUE ->
                    new IOException("an id must have 1 to 128 characters, a name at most 256, a user name at most 320,"
                            + " all without control characters");
                case USER_NOT_FOUND -> unknown(desk, desk.context().first());
                default -> e;
            };
        }
    }

    static void remove(AccountDesk desk) throws Exception {
        String id = desk.context().first();
        if (!desk.await(desk.accounts().delete(desk.app(), id))) {
            throw unknown(desk, id);
        }
        desk.note("user.delete", id, Map.of());
    }

    /** Sessions may be of users who are not stored, and of tokens that are stored nowhere. */
    static void signOut(AccountDesk desk) throws Exception {
        String id = desk.context().first();
        boolean known = !desk.app().config().auth().jwt().isEmpty()
                || !desk.await(desk.accounts().sessions(desk.app(), id)).isEmpty()
                || desk.await(desk.accounts().user(desk.app(), id)) != null;
        if (!known) {
            throw unknown(desk, id);
        }
        desk.await(desk.accounts().signOutAll(desk.app(), id));
        desk.note("session.end.all", id, Map.of());
    }

    private static IOException unknown(AccountDesk desk, String id) {
        return new IOException("app \"" + desk.app().id() + "\" has no user \"" + id + "\"");
    }

    private static String shown(@Nullable String text) {
        return text == null || text.isEmpty() ? "-" : text;
    }

    private static void print(Context context, User user) {
        ObjectNode json = json(user);
        if (context.json()) {
            context.out().println(json);
            return;
        }
        json.properties().forEach(entry -> {
            if (!entry.getValue().isNull()) {
                String value = entry.getValue().isValueNode()
                        ? entry.getValue().asString()
                        : entry.getValue().toString();
                context.out().println(entry.getKey() + "\t" + value);
            }
        });
    }

    /** As the HTTP API shows users. */
    private static ObjectNode json(User user) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", user.id())
                .put("uuid", user.uuid())
                .put("hexId", user.hexId())
                .put("provider", user.provider())
                .put("email", user.email())
                .put("emailVerified", user.emailVerified())
                .put("phone", user.phone())
                .put("phoneVerified", user.phoneVerified())
                .put("username", user.username())
                .put("name", user.name())
                .put("picture", user.picture());
        json.set("profile", JSON.readTree(user.profile()));
        return json.put("disabled", user.disabled())
                .put("signUpAt", time(user.signUpAt()))
                .put("lastLoginAt", time(user.lastLoginAt()))
                .put("updatedAt", time(user.updatedAt()));
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
