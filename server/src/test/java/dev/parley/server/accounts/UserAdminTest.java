package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.app;
import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.identity.App;
import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users as back ends make and change them. */
class UserAdminTest {

    @TempDir
    private Path folder;

    private final App app = app("");

    private static UserDraft draft(
            @Nullable String id, @Nullable String email, @Nullable String password, @Nullable String name) {
        return new UserDraft(id, email, null, null, password, name, null, null, null, null);
    }

    @ParameterizedTest
    @EnumSource
    void aBackEndMakesChangesAndPagesThroughUsers(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            User made = get(world.accounts.create(app, draft("u-1", "a@example.com", "password-1", "A")));
            assertThat(made.emailVerified()).isTrue();
            assertThat(made.hexId()).matches("[0-9a-f]{24}");
            assertThat(made.uuid()).matches("[0-9a-f-]{36}");
            assertThat(refusal(world.accounts.create(app, draft("u-1", null, null, null))))
                    .isEqualTo(AccountError.ID_NOT_UNIQUE);
            assertThat(refusal(world.accounts.create(app, draft("u-2", "A@example.com", null, null))))
                    .isEqualTo(AccountError.EMAIL_NOT_UNIQUE);
            assertThat(get(world.accounts.user(app, "u-2"))).isNull();
            world.signIn(app, "a@example.com", "password-1");

            User changed = get(world.accounts.update(app, "u-1", draft(null, "b@example.com", null, "")));
            assertThat(changed.email()).isEqualTo("b@example.com");
            assertThat(changed.name()).isNull();
            assertThat(world.kinds()).endsWith(UserEvents.Kind.UPDATE, UserEvents.Kind.EMAILCHANGE);
            world.signIn(app, "b@example.com", "password-1");
            assertThat(refusal(world.accounts.update(app, "nobody", draft(null, null, null, "x"))))
                    .isEqualTo(AccountError.USER_NOT_FOUND);

            get(world.accounts.update(app, "u-1", draft(null, null, "password-2", null)));
            assertThat(get(world.accounts.sessions(app, "u-1"))).isEmpty();
            world.signIn(app, "b@example.com", "password-2");
            get(world.accounts.update(app, "u-1", draft(null, "", null, null)));
            assertThat(refusal(world.accounts.signIn(app, Login.email("b@example.com"), "password-2", client())))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);

            for (int i = 0; i < 5; i++) {
                get(world.accounts.create(app, draft("v-" + i, null, null, null)));
            }
            List<String> seen = new ArrayList<>();
            String after = null;
            for (List<User> page = get(world.accounts.users(app, after, 2));
                    !page.isEmpty();
                    page = get(world.accounts.users(app, after, 2))) {
                page.forEach(user -> seen.add(user.id()));
                after = page.getLast().id();
            }
            assertThat(seen).containsExactly("u-1", "v-0", "v-1", "v-2", "v-3", "v-4");
        }
    }

    @Test
    void queriesDoNotLookAtWholeTables() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            for (String sql : List.of(
                    "SELECT * FROM logins l JOIN users u ON u.app = l.app AND u.id = l.user_id"
                            + " LEFT JOIN logins e ON e.app = u.app AND e.user_id = u.id AND e.kind = 'email'"
                            + " WHERE l.app = 'a' AND l.kind = 'email' AND l.name = 'x'",
                    "SELECT * FROM users u WHERE u.app = 'a' AND u.id > 'x' ORDER BY u.id LIMIT 5",
                    "SELECT * FROM sessions WHERE app = 'a' AND user_id = 'u' AND expires_at > 1"
                            + " ORDER BY created_at DESC, id DESC",
                    "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE app = 'a' AND user_id = 'u'"
                            + " AND id <> 'x' ORDER BY created_at DESC, id DESC LIMIT 1000 OFFSET 3)",
                    "DELETE FROM sessions WHERE id IN"
                            + " (SELECT id FROM sessions WHERE expires_at <= 1 ORDER BY expires_at LIMIT 5)",
                    "DELETE FROM one_time WHERE id IN"
                            + " (SELECT id FROM one_time WHERE expires_at <= 1 ORDER BY expires_at LIMIT 5)",
                    "DELETE FROM ended_tokens WHERE (app, id) IN"
                            + " (SELECT app, id FROM ended_tokens WHERE expires_at <= 1 ORDER BY expires_at LIMIT 5)",
                    "DELETE FROM one_time WHERE app = 'a' AND user_id = 'u' AND id <> 'x'",
                    "UPDATE logins SET verified = 1 WHERE app = 'a' AND kind = 'email' AND name = 'x' AND user_id = 'u'",
                    "DELETE FROM logins WHERE app = 'a' AND user_id = 'u'",
                    "SELECT floor FROM token_floors WHERE app = 'a' AND user_id = 'u'")) {
                List<String> plan = get(world.database.read(handle -> handle.createQuery("EXPLAIN QUERY PLAN " + sql)
                        .map((results, context) -> results.getString("detail"))
                        .list()));
                assertThat(plan).as(sql).isNotEmpty().noneMatch(step -> step.startsWith("SCAN"));
            }
        }
    }

    @Test
    void idsSortByAgeAndHaveALetter() {
        Ids ids = new Ids();
        String before = "";
        for (long now = 1_700_000_000_000L; now < 1_700_000_001_000L; now++) {
            String id = ids.user(now);
            assertThat(id).isGreaterThan(before).matches("[0-9a-f]{24}").matches(".*[a-f].*");
            before = id;
        }
        assertThat(ids.uuid()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(ids.code()).matches("[0-9]{6}");
    }

    @Test
    void addressesAndNumbersAreChecked() {
        for (String bad : List.of(
                "", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: x@y", "a@b\u2028c", "x".repeat(251) + "@b.c")) {
            assertThat(refusal(Stages.of(() -> {
                        LoginName.of(Login.email(bad));
                        return Stages.done();
                    })))
                    .as(bad)
                    .isEqualTo(AccountError.INVALID_EMAIL);
        }
        for (String bad : List.of("", "123", "+0123456789", "+12345678901234567", "+1415555010a", "4155550100")) {
            assertThat(refusal(Stages.of(() -> {
                        LoginName.of(Login.phone(bad));
                        return Stages.done();
                    })))
                    .as(bad)
                    .isEqualTo(AccountError.INVALID_PHONE);
        }
        assertThat(LoginName.of(Login.phone("00 44 20-7946-0000")).name()).isEqualTo("+442079460000");
        assertThat(LoginName.of(Login.email("A+b@C.d")).name()).isEqualTo("a+b@c.d");
    }
}
