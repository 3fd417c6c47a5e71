package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.PASSWORD;
import static dev.parley.server.accounts.AccountWorld.app;
import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.refusal;
import static dev.parley.server.accounts.AccountWorld.signUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.server.identity.App;
import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signing up and in with passwords. */
class SignInTest {

    @TempDir
    private Path folder;

    private final App app = app("");

    @ParameterizedTest
    @EnumSource
    void whoSignsUpIsSignedInAndCanSignInAgain(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SignedIn up = get(world.accounts.signUp(app, signUp(Login.email(" Luke@Example.COM ")), client()));
            assertThat(up.user().email()).isEqualTo("luke@example.com");
            assertThat(up.user().id()).matches("[0-9a-f]{24}").matches(".*[a-f].*");
            assertThat(up.user().name()).isEqualTo("Luke");
            assertThat(up.user().provider()).isEqualTo("email");
            world.clock.advance(Duration.ofSeconds(5));
            SignedIn in = world.signIn(app, "LUKE@example.com", PASSWORD);
            assertThat(in.user().id()).isEqualTo(up.user().id());
            assertThat(in.user().lastLoginAt()).isEqualTo(up.user().lastLoginAt() + 5000);
            assertThat(world.kinds()).containsExactly(UserEvents.Kind.SIGNIN, UserEvents.Kind.SIGNIN);
            assertThat(world.session(app, in).user()).isEqualTo(up.user().id());
            assertThat(get(world.accounts.sessions(app, up.user().id())))
                    .extracting(SessionInfo::token)
                    .containsExactly(AccountWorld.token(in), AccountWorld.token(up));
        }
    }

    @ParameterizedTest
    @EnumSource
    void allKindsOfLoginsWorkAndAreUniqueInTheirAppAndKind(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            List<Login> logins = List.of(
                    Login.email("luke@example.com"),
                    Login.phone("+1 415 555 0100"),
                    new Login(Login.Kind.USERNAME, "Luke"),
                    new Login(Login.Kind.VCHAT, "luke@example.com"));
            List<AccountError> taken = List.of(
                    AccountError.EMAIL_NOT_UNIQUE,
                    AccountError.PHONE_NOT_UNIQUE,
                    AccountError.USERNAME_NOT_UNIQUE,
                    AccountError.EMAIL_NOT_UNIQUE);
            for (int i = 0; i < logins.size(); i++) {
                SignedIn up = get(world.accounts.signUp(app, signUp(logins.get(i)), client()));
                SignedIn in = get(world.accounts.signIn(app, logins.get(i), PASSWORD, client()));
                assertThat(in.user().id()).isEqualTo(up.user().id());
                assertThat(get(world.accounts.userByLogin(app, logins.get(i)))).isEqualTo(in.user());
                assertThat(refusal(world.accounts.signUp(app, signUp(logins.get(i)), client())))
                        .isEqualTo(taken.get(i));
                get(world.accounts.signUp(app("other", ""), signUp(logins.get(i)), client()));
            }
            assertThat(get(world.accounts.users(app, null, 100))).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void unknownUserAndWrongPasswordGetTheSameAnswerForTheSameWork(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            world.luke(app);
            get(world.accounts.create(
                    app, new UserDraft(null, "no@example.com", null, null, null, null, null, null, null, null)));
            Passwords passwords = world.accounts.services().passwords();
            for (String email : List.of("luke@example.com", "nobody@example.com", "no@example.com", "not an address")) {
                long before = passwords.hashed();
                assertThat(refusal(world.accounts.signIn(app, Login.email(email), "wrong", client())))
                        .isEqualTo(AccountError.INVALID_SIGN_IN);
                assertThat(passwords.hashed() - before).as(email).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofTwentySignUpsWithOneAddressOneWins(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            List<CompletionStage<SignedIn>> all = IntStream.range(0, 20)
                    .mapToObj(_ -> world.accounts.signUp(app, signUp(Login.email("luke@example.com")), client()))
                    .toList();
            List<Object> results = new ArrayList<>();
            for (CompletionStage<SignedIn> one : all) {
                results.add(get(one.handle((in, failure) -> failure == null
                        ? "won"
                        : failure instanceof AccountException refused ? refused.error() : failure)));
            }
            assertThat(results).filteredOn("won"::equals).hasSize(1);
            assertThat(results)
                    .filteredOn(AccountError.EMAIL_NOT_UNIQUE::equals)
                    .hasSize(19);
            assertThat(get(world.accounts.users(app, null, 100))).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void metacharactersAreOnlyCharacters(Dialect dialect) throws Exception {
        String nasty = "x'; DROP TABLE users; -- :app ? \\ \" % _ {{}} \u00e9\ud83d\ude00";
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            App odd = app("a.b-c_d", "");
            Client client = new Client("altogic", client().address(), nasty);
            SignUp request = new SignUp(
                    new Login(Login.Kind.USERNAME, nasty), nasty, nasty, null, "{\"a'\":\"\\u0000:b ?\"}", null);
            SignedIn up = get(world.accounts.signUp(odd, request, client));
            assertThat(up.user().name()).isEqualTo(nasty);
            assertThat(up.user().username()).isEqualTo(nasty);
            SignedIn in = get(world.accounts.signIn(odd, new Login(Login.Kind.USERNAME, nasty), nasty, client));
            assertThat(in.user())
                    .isEqualTo(get(world.accounts.user(odd, up.user().id())));
            assertThat(get(world.accounts.user(odd, nasty))).isNull();
            SessionInfo minted = get(world.accounts.mint(
                    odd, new TokenRequest(nasty, "vchat", Duration.ofHours(1), List.of(nasty)), client));
            assertThat(world.found(odd, minted.token()).user()).isEqualTo(nasty);
            assertThat(world.found(odd, minted.token()).channels()).containsExactly(nasty);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewSettingRehashesAtTheNextSignIn(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            String id = world.luke(app).user().id();
            String before = stored(world, id);
            Accounts stronger = world.another("hashPasses: 2");
            get(stronger.signIn(app, Login.email("luke@example.com"), PASSWORD, client()));
            assertThat(before).startsWith("$argon2id$").contains("t=1,");
            assertThat(stored(world, id)).startsWith("$argon2id$").contains("t=2,");
            world.signIn(app, "luke@example.com", PASSWORD);
        }
    }

    private String stored(AccountWorld world, String id) {
        String password = get(world.database.<@Nullable String>read(
                handle -> UserStore.require(handle, app.id(), id).password()));
        return password == null ? "" : password;
    }

    @ParameterizedTest
    @EnumSource
    void aSwitchedOffKindIsRefused(Dialect dialect) throws Exception {
        App closed = app("email: false, phone: false");
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            assertThat(refusal(world.accounts.signUp(closed, signUp(Login.email("a@b.c")), client())))
                    .isEqualTo(AccountError.NOT_ALLOWED);
            assertThat(refusal(world.accounts.signIn(closed, Login.phone("+14155550100"), PASSWORD, client())))
                    .isEqualTo(AccountError.NOT_ALLOWED);
        }
    }

    @Test
    void guessingIsStoppedForAnAddressAndNotForTheUserAtHome() throws Exception {
        String limits = "attemptsPerAccount: 3, attemptsPerIp: 1000, attemptWindow: 10m";
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder, limits)) {
            world.luke(app);
            world.signIn(app, "luke@example.com", PASSWORD);
            Set<AccountError> answers = new HashSet<>();
            for (int address = 0; address < 12; address++) {
                for (int i = 0; i < 4; i++) {
                    answers.add(refusal(world.accounts.signIn(
                            app, Login.email("luke@example.com"), "guess", client("198.51.100." + address))));
                }
            }
            assertThat(answers).containsExactlyInAnyOrder(AccountError.INVALID_SIGN_IN, AccountError.TOO_MANY_ATTEMPTS);
            // Every stranger is stopped by now, also one who has not tried.
            AccountException refused = catchThrowableOfType(
                    AccountException.class,
                    () -> get(world.accounts.signIn(
                            app, Login.email("luke@example.com"), PASSWORD, client("203.0.113.9"))));
            assertThat(refused.error()).isEqualTo(AccountError.TOO_MANY_ATTEMPTS);
            assertThat(refused.retryAfterSeconds()).isEqualTo(600);
            // Not where the user was before.
            world.signIn(app, "luke@example.com", PASSWORD);
            world.clock.advance(Duration.ofMinutes(11));
            get(world.accounts.signIn(app, Login.email("luke@example.com"), PASSWORD, client("203.0.113.9")));
        }
    }

    @Test
    void aSixtyFourOfIpv6IsOneAddress() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder, "attemptsPerIp: 2")) {
            for (int i = 0; i < 2; i++) {
                assertThat(refusal(world.accounts.signIn(
                                app, Login.email("n" + i + "@example.com"), "x", client("2001:db8::" + i))))
                        .isEqualTo(AccountError.INVALID_SIGN_IN);
            }
            assertThat(refusal(
                            world.accounts.signIn(app, Login.email("n@example.com"), "x", client("2001:db8::ffff:1"))))
                    .isEqualTo(AccountError.TOO_MANY_ATTEMPTS);
            assertThat(refusal(
                            world.accounts.signIn(app, Login.email("n@example.com"), "x", client("2001:db8:0:1::1"))))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
        }
    }

    @Test
    void tooManyWaitingPasswordsAreRefused() throws Exception {
        String small = "hashQueue: 1, hashThreads: 1, attemptsPerAccount: 1000";
        try (AccountWorld world =
                new AccountWorld(Dialect.SQLITE, folder, small + ", hashMemory: 8MiB, hashPasses: 20")) {
            List<CompletableFuture<SignedIn>> all = IntStream.range(0, 20)
                    .mapToObj(_ -> world.accounts
                            .signIn(app, Login.email("luke@example.com"), "x", client())
                            .toCompletableFuture())
                    .toList();
            Set<AccountError> answers = new HashSet<>();
            all.forEach(one -> answers.add(refusal(one)));
            assertThat(answers).containsExactlyInAnyOrder(AccountError.BUSY, AccountError.INVALID_SIGN_IN);
        }
    }

    @Test
    void whatIsTooLongOrOddIsRefused() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            String huge = "x".repeat(1025);
            Login luke = Login.email("luke@example.com");
            assertThat(refusal(world.accounts.signUp(app, new SignUp(luke, huge, null, null, null, null), client())))
                    .isEqualTo(AccountError.INVALID_VALUE);
            assertThat(refusal(world.accounts.signIn(app, luke, huge, client())))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
            for (String profile : List.of("[]", "1", "{", "{}x", "{\"a\":" + "[".repeat(100) + "}")) {
                assertThat(refusal(world.accounts.signUp(
                                app, new SignUp(luke, PASSWORD, null, null, profile, null), client())))
                        .as(profile)
                        .isEqualTo(AccountError.INVALID_VALUE);
            }
            assertThat(refusal(world.accounts.signUp(
                            app, new SignUp(luke, PASSWORD, "a\u0000b", null, null, null), client())))
                    .isEqualTo(AccountError.INVALID_VALUE);
            get(world.accounts.signUp(
                    app, new SignUp(luke, "y".repeat(128), null, null, "{\"a\":\"\\ud800\"}", null), client()));
            get(world.accounts.signIn(app, luke, "y".repeat(128), client()));
        }
    }
}
