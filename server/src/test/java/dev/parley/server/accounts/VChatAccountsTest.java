package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.app;
import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.config.Secret;
import dev.parley.server.identity.App;
import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts as v_chat's clients use them, and users who come from another backend of theirs. */
class VChatAccountsTest {

    private static final Secret KEY = Secret.of("some key");
    private static final String PICTURE = "/api/v1/public/profile/REGISTER_1_THUMB.jpg";

    @TempDir
    private Path folder;

    private final App app = app("");

    private static Login login(String name) {
        return new Login(Login.Kind.VCHAT, name);
    }

    private static Client phone() {
        return new Client(Client.VCHAT, client().address(), "Dart/2.17 (dart:io)");
    }

    private static ImportedUser old(String email) {
        return new ImportedUser(email, "Old " + email, null, VChatPassword.of(KEY, email));
    }

    private String stored(AccountWorld world, String email) {
        String password = get(world.database.<@Nullable String>read(handle -> {
            UserRow row = UserStore.byLogin(handle, app.id(), LoginName.of(login(email)));
            return row == null ? null : row.password();
        }));
        return password == null ? "" : password;
    }

    @ParameterizedTest
    @EnumSource
    void anyTextIsANameAndEachDeviceHasASessionOfItsOwn(Dialect dialect) throws Exception {
        List<String> names = List.of(
                "user1",
                "+1 415 555 0100",
                "123456789",
                "a@example.com",
                "A@example.com",
                "\u0645\u062d\u0645\u062f",
                "\ud83d\ude00",
                "<script>'%_",
                "x".repeat(320));
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            for (String name : names) {
                String password = VChatPassword.of(KEY, name);
                assertThat(password).matches("[0-9a-f]{128}");
                SignUp request = new SignUp(login(name), password, name.substring(0, 1), PICTURE, null, null);
                if (name.equals("\ud83d\ude00")) {
                    request = new SignUp(login(name), password, name, PICTURE, null, null);
                }
                SignedIn up = get(world.accounts.signUp(app, request, phone()));
                assertThat(up.user().vchatName()).isEqualTo(name);
                assertThat(up.user().picture()).isEqualTo(PICTURE);
                assertThat(refusal(world.accounts.signUp(app, request, phone())))
                        .isEqualTo(AccountError.EMAIL_NOT_UNIQUE);
                List<SignedIn> devices = new ArrayList<>(List.of(up));
                IntStream.range(0, 3)
                        .mapToObj(_ -> world.accounts.signIn(app, login(name), password, phone()))
                        .toList()
                        .forEach(one -> devices.add(get(one)));
                for (SignedIn device : devices) {
                    assertThat(world.session(app, device).user())
                            .isEqualTo(up.user().id());
                }
                assertThat(refusal(world.accounts.signIn(app, login(name), password + "0", phone())))
                        .isEqualTo(AccountError.INVALID_SIGN_IN);
            }
            assertThat(get(world.accounts.usersByVChatName(app, names))).hasSize(names.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewNameOrPictureKeepsTheUserSignedIn(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SignUp request = new SignUp(login("user1"), "user1", "One", PICTURE, null, null);
            SignedIn up = get(world.accounts.signUp(app, request, phone()));
            SignedIn second = get(world.accounts.signIn(app, login("user1"), "user1", phone()));
            String next = PICTURE.replace("_1_", "_2_");
            User now = get(world.accounts.update(
                    app, up.user().id(), new UserDraft(null, null, null, null, null, "Two", next, null, null, null)));
            assertThat(now.name()).isEqualTo("Two");
            assertThat(now.picture()).isEqualTo(next);
            assertThat(now.vchatName()).isEqualTo("user1");
            assertThat(get(world.accounts.sessions(app, now.id()))).hasSize(2);
            assertThat(world.session(app, up).isValid(world.clock.millis())).isTrue();
            assertThat(world.session(app, second).isValid(world.clock.millis())).isTrue();
            get(world.accounts.signIn(app, login("user1"), "user1", phone()));
        }
    }

    @Test
    void aSessionLastsAsTheAppSaysForItsFamily() throws Exception {
        App short2 = app("sessionLifetime: 1h, vchatSessionLifetime: 2h");
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            long now = world.clock.millis();
            SignUp request = new SignUp(login("user1"), "user1", "One", null, null, null);
            SignedIn up = get(world.accounts.signUp(short2, request, phone()));
            assertThat(world.session(short2, up).expiresAt())
                    .isEqualTo(now + Duration.ofHours(2).toMillis());
            assertThat(world.session(short2, world.luke(short2)).expiresAt())
                    .isEqualTo(now + Duration.ofHours(1).toMillis());
            // Minted by a back end, it is the token's family that counts.
            for (String family : List.of("vchat", "altogic")) {
                SessionInfo minted = get(world.accounts.mint(
                        short2, new TokenRequest("u", family, null, List.of()), new Client("server", null, "")));
                assertThat(minted.expiresAt())
                        .isEqualTo(now
                                + Duration.ofHours(family.equals("vchat") ? 2 : 1)
                                        .toMillis());
            }
            SessionInfo chosen = get(world.accounts.mint(
                    short2, new TokenRequest("u", "vchat", Duration.ofMinutes(5), List.of()), phone()));
            assertThat(chosen.expiresAt()).isEqualTo(now + Duration.ofMinutes(5).toMillis());
        }
    }

    @ParameterizedTest
    @EnumSource
    void importedUsersSignInAsBeforeAndAreThenStoredAsOthersAre(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            ImportedUser pictured = new ImportedUser("u3", "Three \ud83d\ude00", PICTURE, null);
            assertThat(get(world.accounts.importUsers(app, List.of(old("u1"), old("u2"), pictured))))
                    .isEqualTo(new ImportResult(3, 0));
            User three = get(world.accounts.userByLogin(app, login("u3")));
            assertThat(three).isNotNull();
            assertThat(three == null ? null : three.picture()).isEqualTo(PICTURE);
            assertThat(get(world.accounts.search(app, new UserSearch("thr", null, 10))))
                    .containsExactly(three);
            String before = stored(world, "u1");
            assertThat(before).startsWith("$sha512$").isNotEqualTo(stored(world, "u2"));
            String password = VChatPassword.of(KEY, "u1");
            assertThat(refusal(world.accounts.signIn(app, login("u1"), VChatPassword.of(KEY, "u2"), phone())))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
            assertThat(stored(world, "u1")).isEqualTo(before);
            get(world.accounts.signIn(app, login("u1"), password, phone()));
            assertThat(stored(world, "u1")).startsWith("$argon2id$");
            get(world.accounts.signIn(app, login("u1"), password, phone()));
            assertThat(stored(world, "u2")).startsWith("$sha512$");
            // Who has no password cannot sign in with any.
            assertThat(refusal(world.accounts.signIn(app, login("u3"), "", phone())))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
        }
    }

    @Test
    void checkingAnImportedUserIsTheSameWorkAsAnother() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            get(world.accounts.importUsers(app, List.of(old("u1"))));
            get(world.accounts.signUp(app, AccountWorld.signUp(login("u2")), phone()));
            Passwords passwords = world.accounts.services().passwords();
            for (String name : List.of("u1", "u2", "nobody")) {
                long before = passwords.hashed();
                assertThat(refusal(world.accounts.signIn(app, login(name), "wrong", phone())))
                        .isEqualTo(AccountError.INVALID_SIGN_IN);
                assertThat(passwords.hashed() - before).as(name).isEqualTo(1);
            }
            long before = passwords.hashed();
            get(world.accounts.signIn(app, login("u1"), VChatPassword.of(KEY, "u1"), phone()));
            assertThat(passwords.hashed() - before).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsThereAlreadyStaysAndIsCountedAsKnown(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SignUp request = new SignUp(login("u1"), "my own", "Mine", null, null, null);
            User mine = get(world.accounts.signUp(app, request, phone())).user();
            assertThat(get(world.accounts.importUsers(app, List.of(old("u1"), old("u2"), old(" u2 "), old("u3")))))
                    .isEqualTo(new ImportResult(2, 2));
            assertThat(get(world.accounts.importUsers(app, List.of(old("u2"), old("u3")))))
                    .isEqualTo(new ImportResult(0, 2));
            assertThat(get(world.accounts.importUsers(app, List.of()))).isEqualTo(new ImportResult(0, 0));
            assertThat(get(world.accounts.userByLogin(app, login("u1")))).isEqualTo(mine);
            get(world.accounts.signIn(app, login("u1"), "my own", phone()));
            assertThat(get(world.accounts.users(app, null, 100))).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneWhoCannotBeImportedKeepsTheOthersOut(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            for (ImportedUser bad : List.of(
                    new ImportedUser("  ", "Name", null, null),
                    new ImportedUser("x".repeat(321), "Name", null, null),
                    new ImportedUser("a\u0000", "Name", null, null),
                    new ImportedUser("u2", "", null, null),
                    new ImportedUser("u2", "\ud800", null, null),
                    new ImportedUser("u2", "Name", "p".repeat(2049), null),
                    new ImportedUser("u2", "Name", null, "p".repeat(1025)))) {
                assertThat(bad.problem()).isNotNull();
                assertThat(refusal(world.accounts.importUsers(app, List.of(old("u1"), bad))))
                        .isEqualTo(AccountError.INVALID_VALUE);
            }
            List<ImportedUser> tooMany =
                    IntStream.range(0, 1001).mapToObj(i -> old("u" + i)).toList();
            assertThat(refusal(world.accounts.importUsers(app, tooMany))).isEqualTo(AccountError.INVALID_VALUE);
            assertThat(get(world.accounts.users(app, null, 100))).isEmpty();
            assertThat(get(world.accounts.importUsers(app, tooMany.subList(1, 1001))))
                    .isEqualTo(new ImportResult(1000, 0));
        }
    }

    @Test
    void theOldPasswordIsTheOneThatClientsSend() {
        // printf 'some key_user1' | sha512sum
        assertThat(VChatPassword.of(KEY, "user1"))
                .isEqualTo("a562af101005908a608c054de59402f55dfe60af11217eeca8326812c2859b3f"
                        + "ac086cf03d3847bec8f428d36d62726cca8010ccb6750b13dcac5085aaccb798");
        assertThat(VChatPassword.of(KEY, "\u05dc"))
                .isEqualTo("788a5dd4dbe1850f253df07c7616642abab261765d4313cc8078007f32c22ab6"
                        + "76bffa644c88e86f95feb3a2fcc3a718281f7560fa593efcc0fef086995e2323");
    }
}
