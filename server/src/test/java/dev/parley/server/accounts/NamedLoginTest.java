package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.PAGES;
import static dev.parley.server.accounts.AccountWorld.PASSWORD;
import static dev.parley.server.accounts.AccountWorld.app;
import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.refusal;
import static dev.parley.server.accounts.AccountWorld.signUp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.identity.App;
import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom skapi-js's digest of a login names, whatever becomes of the login. */
class NamedLoginTest {

    @TempDir
    private Path folder;

    private final App app = app(PAGES);

    /** The id of the user who is called so; null for nobody. */
    private static @Nullable String named(AccountWorld world, App app, String name) {
        NamedLogin.Found found = get(world.database.<NamedLogin.@Nullable Found>read(
                handle -> NamedLogin.find(handle, app, NameDigest.of(name))));
        return found == null ? null : found.row().user().id();
    }

    private static int digests(AccountWorld world) {
        return get(world.database.read(handle -> handle.createQuery("SELECT count(*) FROM login_digests")
                .mapTo(Integer.class)
                .one()));
    }

    private static UserDraft logins(@Nullable String email, @Nullable String phone, @Nullable String username) {
        return new UserDraft(null, email, phone, username, null, null, null, null, null, null);
    }

    @ParameterizedTest
    @EnumSource
    void aRenamedLoginIsFoundByItsNewNameAlone(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            String id = get(world.accounts.create(app, logins("luke@example.com", "+14155550100", "Luke")))
                    .id();
            assertThat(digests(world)).as("the username in both cases").isEqualTo(4);
            for (String name : List.of("luke@example.com", "+14155550100", "Luke", "luke")) {
                assertThat(named(world, app, name)).as(name).isEqualTo(id);
            }
            get(world.accounts.update(app, id, logins("new@example.com", null, "LUKE")));
            for (String name : List.of("new@example.com", "+14155550100", "LUKE", "luke")) {
                assertThat(named(world, app, name)).as(name).isEqualTo(id);
            }
            for (String name : List.of("luke@example.com", "Luke")) {
                assertThat(named(world, app, name)).as(name).isNull();
            }
            assertThat(digests(world)).isEqualTo(4);
            get(world.accounts.update(app, id, logins(null, "", "")));
            assertThat(named(world, app, "+14155550100")).isNull();
            assertThat(named(world, app, "luke")).isNull();
            assertThat(digests(world)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLoginThatItsUserChangesIsFoundByItsNewName(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SignedIn luke = world.luke(app);
            get(world.accounts.changeEmail(app, world.session(app, luke), PASSWORD, "new@example.com", null));
            assertThat(named(world, app, "new@example.com"))
                    .isEqualTo(luke.user().id());
            assertThat(named(world, app, "luke@example.com")).isNull();
            // A change that is refused changes nothing.
            get(world.accounts.signUp(app, signUp(Login.email("leia@example.com")), client()));
            assertThat(refusal(world.accounts.update(app, luke.user().id(), logins("leia@example.com", null, null))))
                    .isEqualTo(AccountError.EMAIL_NOT_UNIQUE);
            assertThat(named(world, app, "new@example.com"))
                    .isEqualTo(luke.user().id());
            assertThat(digests(world)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftOfADeletedUserAndItsNameIsFree(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            UserDraft all = logins("luke@example.com", "+14155550100", "Luke");
            String first = get(world.accounts.create(app, all)).id();
            App two = app("two", PAGES);
            String elsewhere = get(world.accounts.create(two, all)).id();
            get(world.accounts.delete(app, first));
            assertThat(named(world, app, "Luke")).isNull();
            assertThat(named(world, two, "Luke")).isEqualTo(elsewhere);
            assertThat(digests(world)).isEqualTo(4);
            String second = get(world.accounts.create(app, all)).id();
            assertThat(second).isNotEqualTo(first);
            assertThat(named(world, app, "luke")).isEqualTo(second);
        }
    }

    @ParameterizedTest
    @EnumSource
    void importedUsersAreFoundAndThoseWhoWereThereKeepTheirNames(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            List<ImportedUser> users =
                    List.of(new ImportedUser("user1", "One", null, null), new ImportedUser("User2", "Two", null, null));
            assertThat(get(world.accounts.importUsers(app, users)).added()).isEqualTo(2);
            String one = named(world, app, "user1");
            assertThat(one).isNotNull().isNotEqualTo(named(world, app, "User2"));
            assertThat(get(world.accounts.importUsers(app, users)).added()).isZero();
            assertThat(named(world, app, "user1")).isEqualTo(one);
            assertThat(digests(world)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKindThatTheAppDoesNotAllowNamesNobody(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            get(world.accounts.create(app, logins("luke@example.com", "+14155550100", "Luke")));
            assertThat(named(world, app("email: false"), "luke@example.com")).isNull();
            assertThat(named(world, app("phone: false"), "+14155550100")).isNull();
            assertThat(named(world, app("email: false, phone: false"), "Luke")).isNotNull();
        }
    }
}
