package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.PAGES;
import static dev.parley.server.accounts.AccountWorld.PASSWORD;
import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.refusal;
import static dev.parley.server.accounts.AccountWorld.signUp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.MovableClock;
import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.config.Secret;
import dev.parley.server.identity.App;
import dev.parley.storage.Dialect;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signing in without sending the password (skapi 2.5 B). */
class SrpSignInTest {

    private static final String SERVICE = "us31mockservice00";
    private static final Login LUKE = Login.email("luke@example.com");
    private static final String PHONE = "+14155550100";

    @TempDir
    private Path folder;

    private final App app = service("one", true, PAGES);
    private final App off = service("one", false, PAGES);

    private static App service(String id, boolean passwordLogin, String auth) {
        String skapi = "{ service: " + SERVICE + ", owner: 11111111-2222-4333-8444-555555555555, passwordLogin: "
                + passwordLogin + " }";
        try {
            return new App(Config.parse("apps: [ { id: " + id + ", auth: { " + auth + " }, skapi: " + skapi + " } ]")
                    .apps()
                    .getFirst());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String named(String login) {
        return SERVICE + "-" + NameDigest.of(login);
    }

    private static CompletionStage<SkapiTokens> signIn(AccountWorld world, App app, String username, String password) {
        SrpClient device = new SrpClient();
        SrpChallenge challenge = get(world.accounts.srp().challenge(app, username, device.number(), client()));
        return world.accounts.srp().answer(app, device.answer(challenge, password), client());
    }

    private static @Nullable UserRow row(AccountWorld world, Login login) {
        return get(world.database.<@Nullable UserRow>read(
                handle -> UserStore.byLogin(handle, "one", LoginName.of(login))));
    }

    private static @Nullable String verifier(AccountWorld world, Login login) {
        UserRow row = row(world, login);
        return row == null ? null : row.verifier();
    }

    @ParameterizedTest
    @EnumSource
    void whoKnowsThePasswordIsIn(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            Map<Login, List<String>> names = Map.of(
                    LUKE,
                    List.of("luke@example.com"),
                    Login.phone("+1 415 555 0100"),
                    List.of(PHONE),
                    new Login(Login.Kind.USERNAME, "Luk\u00e9 \u6f22"),
                    List.of("Luk\u00e9 \u6f22", "luk\u00e9 \u6f22"),
                    new Login(Login.Kind.VCHAT, "+1 Luke"),
                    List.of("+1 Luke"));
            names.forEach((login, typed) -> {
                SignedIn up = get(world.accounts.signUp(app, signUp(login), client()));
                for (String name : typed) {
                    world.clock.advance(Duration.ofMinutes(1));
                    SkapiTokens tokens = get(signIn(world, app, named(name), PASSWORD));
                    assertThat(tokens.user().id()).isEqualTo(up.user().id());
                    assertThat(tokens.user().lastLoginAt()).isEqualTo(world.clock.millis());
                    assertThat(tokens.session().family()).isEqualTo("skapi");
                    assertThat(tokens.expiresAt()).isEqualTo(world.clock.millis() + 24 * 3600_000L);
                    assertThat(world.foundOfSkapi(app, tokens.accessToken()).user())
                            .isEqualTo(up.user().id());
                }
            });
            String odd = SERVICE + "-x";
            get(world.accounts.signUp(app, signUp(new Login(Login.Kind.USERNAME, odd)), client()));
            get(signIn(world, app, odd, PASSWORD));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoHasNoUserOrNoVerifierIsAskedAndRefusedLikeEverybody(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            get(world.accounts.signUp(app, signUp(LUKE), client()));
            get(world.accounts.signUp(off, signUp(Login.email("old@example.com")), client()));
            for (String name : List.of("luke@example.com", "old@example.com", "nobody@example.com")) {
                SrpClient device = new SrpClient();
                SrpChallenge one = get(world.accounts.srp().challenge(app, named(name), device.number(), client()));
                SrpChallenge two = get(world.accounts.srp().challenge(app, named(name), device.number(), client()));
                assertThat(one.userId()).isEqualTo(two.userId()).matches(UserIds::isUuid);
                assertThat(one.userId().charAt(14)).isEqualTo('4');
                assertThat(one.salt()).isEqualTo(two.salt()).matches("[0-9a-f]{32}");
                assertThat(one.srpB()).isNotEqualTo(two.srpB()).matches("[0-9a-f]{768}");
                assertThat(one.secret()).isNotEqualTo(two.secret());
                assertThat(Base64.getDecoder().decode(one.secret())).hasSize(884);
                String wrong = name.startsWith("luke") ? "wrong-password" : PASSWORD;
                assertThat(refusal(world.accounts.srp().answer(app, device.answer(one, wrong), client())))
                        .as(name)
                        .isEqualTo(AccountError.INVALID_SIGN_IN);
            }
        }
    }

    private interface Way {
        /** Gives the user the password. */
        void set(AccountWorld world, App app, String password) throws Exception;
    }

    /** Every way by which a password comes to be known here. */
    private Map<String, Way> ways() {
        return Map.of(
                "changed by its user",
                (world, app, password) -> {
                    SignedIn luke = get(world.accounts.signIn(this.app, LUKE, PASSWORD, client()));
                    get(world.accounts.changePassword(app, world.session(app, luke), PASSWORD, password));
                },
                "reset by a link",
                (world, app, password) -> {
                    get(world.accounts.sendReset(app, LUKE, null, client()));
                    String query = get(world.accounts.follow(app, world.key(), client()))
                            .target()
                            .getQuery();
                    String token = URI.create("x:/?" + query).getQuery().replaceAll(".*access_token=([^&]+).*", "$1");
                    get(world.accounts.resetPassword(app, token, password, client()));
                },
                "reset by a code",
                (world, app, password) -> {
                    UserRow row = row(world, LUKE);
                    assertThat(row).isNotNull();
                    String id = row == null ? "" : row.user().id();
                    get(world.accounts.update(
                            app, id, new UserDraft(null, null, PHONE, null, null, null, null, null, null, null)));
                    get(world.accounts.sendReset(app, Login.phone(PHONE), null, client()));
                    get(world.accounts.resetPasswordWithCode(app, PHONE, world.code(), password, client()));
                },
                "set by a back end",
                (world, app, password) -> {
                    UserRow row = row(world, LUKE);
                    String id = row == null ? "" : row.user().id();
                    get(world.accounts.update(
                            app, id, new UserDraft(null, null, null, null, password, null, null, null, null, null)));
                },
                "deleted and made by a back end",
                (world, app, password) -> {
                    UserRow row = row(world, LUKE);
                    String id = row == null ? "" : row.user().id();
                    get(world.accounts.delete(app, id));
                    get(world.accounts.create(
                            app, new UserDraft(id, LUKE.name(), null, null, password, null, null, null, null, null)));
                },
                "seen at a sign-in",
                (world, app, password) -> {
                    UserRow row = row(world, LUKE);
                    String id = row == null ? "" : row.user().id();
                    get(world.accounts.update(
                            off, id, new UserDraft(null, null, null, null, password, null, null, null, null, null)));
                    get(world.accounts.signIn(app, LUKE, password, client()));
                });
    }

    @ParameterizedTest
    @EnumSource
    void everyChangeOfAPasswordChangesTheVerifierWithIt(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            for (Map.Entry<String, Way> way : ways().entrySet()) {
                get(world.accounts.signUp(app, signUp(LUKE), client()));
                String first = verifier(world, LUKE);
                assertThat(first).isNotNull();
                way.getValue().set(world, app, "another-1");
                assertThat(verifier(world, LUKE)).as(way.getKey()).isNotNull().isNotEqualTo(first);
                get(signIn(world, app, named(LUKE.name()), "another-1"));
                assertThat(refusal(signIn(world, app, named(LUKE.name()), PASSWORD)))
                        .as(way.getKey())
                        .isEqualTo(AccountError.INVALID_SIGN_IN);
                world.accounts.delete(app, userId(world)).toCompletableFuture().join();
            }
        }
    }

    @Test
    void whereVerifiersAreNotKeptEveryChangeRemovesThem() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            for (Map.Entry<String, Way> way : ways().entrySet()) {
                get(world.accounts.signUp(app, signUp(LUKE), client()));
                assertThat(verifier(world, LUKE)).isNotNull();
                way.getValue().set(world, off, "another-1");
                assertThat(verifier(world, LUKE)).as(way.getKey()).isNull();
                world.accounts.delete(app, userId(world)).toCompletableFuture().join();
            }
            get(world.accounts.signUp(app, signUp(LUKE), client()));
            get(world.accounts.signIn(off, LUKE, PASSWORD, client()));
            assertThat(verifier(world, LUKE)).isNull();
        }
    }

    private static String userId(AccountWorld world) {
        UserRow row = row(world, LUKE);
        return row == null ? "" : row.user().id();
    }

    @ParameterizedTest
    @EnumSource
    void aUserOfAnOlderDatabaseGetsWhatIsMissingAtTheNextSignIn(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            get(world.accounts.signUp(off, signUp(LUKE), client()));
            get(world.database.write(handle -> handle.execute("DELETE FROM login_digests")));
            assertThat(refusal(signIn(world, app, named(LUKE.name()), PASSWORD)))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
            get(world.accounts.signIn(app, LUKE, PASSWORD, client()));
            get(signIn(world, app, named(LUKE.name()), PASSWORD));
        }
    }

    /** The client's digest takes only one byte of each character in full, so others with the same one are easily found. */
    @ParameterizedTest
    @EnumSource
    void nobodyStandsBeforeAUserWithANameOfTheSameDigest(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            Login bob = new Login(Login.Kind.USERNAME, "bob");
            Login likeBob = Login.email("\u6f62@b");
            assertThat(named("\u6f62@b")).isEqualTo(named("bob"));
            SignedIn up = get(world.accounts.signUp(app, signUp(bob), client()));
            SignedIn other = get(world.accounts.signUp(app, signUp(likeBob), client()));
            assertThat(get(signIn(world, app, named("bob"), PASSWORD)).user().id())
                    .isEqualTo(up.user().id());
            get(world.accounts.delete(app, up.user().id()));
            assertThat(refusal(signIn(world, app, named("bob"), PASSWORD))).isEqualTo(AccountError.INVALID_SIGN_IN);
            get(world.accounts.update(app, other.user().id(), password("another-1")));
            assertThat(get(signIn(world, app, named("\u6f62@b"), "another-1"))
                            .user()
                            .id())
                    .isEqualTo(other.user().id());
        }
    }

    private static UserDraft password(String wanted) {
        return new UserDraft(null, null, null, null, wanted, null, null, null, null, null);
    }

    @ParameterizedTest
    @EnumSource
    void aVerifierIsWorthNothingWithoutTheSecret(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            get(world.accounts.signUp(app, signUp(LUKE), client()));
            UserRow row = row(world, LUKE);
            assertThat(row).isNotNull();
            if (row == null) {
                return;
            }
            Verifiers.Verifier open = world.accounts.services().verifiers().of(row);
            assertThat(open).isNotNull();
            List<Map<String, Object>> dump = get(world.database.read(handle ->
                    handle.createQuery("SELECT * FROM users").mapToMap().list()));
            String text = dump.toString();
            assertThat(text).contains(String.valueOf(row.verifier()));
            if (open != null) {
                byte[] clear = Srp.bytes(open.value(), Srp.NUMBER_BYTES);
                assertThat(text)
                        .doesNotContain(open.salt())
                        .doesNotContain(open.value().toString(16))
                        .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(clear));
            }
            assertThat(row.toString() + row.stored() + open).doesNotContain(String.valueOf(row.verifier()));

            String before = row.verifier();
            Accounts other = world.another("tokenSecret: 'another-secret-of-at-least-32-bytes'");
            SrpClient device = new SrpClient();
            SrpChallenge asked = get(other.srp().challenge(app, named(LUKE.name()), device.number(), client()));
            assertThat(asked.userId()).isNotEqualTo(row.user().uuid());
            assertThat(refusal(other.srp().answer(app, device.answer(asked, PASSWORD), client())))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
            get(other.signIn(app, LUKE, PASSWORD, client()));
            assertThat(verifier(world, LUKE)).isNotNull().isNotEqualTo(before);
            SrpChallenge again = get(other.srp().challenge(app, named(LUKE.name()), device.number(), client()));
            get(other.srp().answer(app, device.answer(again, PASSWORD), client()));
        }
    }

    @Test
    void aVerifierOfOneUserIsNoneOfAnother() {
        Verifiers verifiers = new Verifiers(new byte[32]);
        User luke = user("1", "0b0e7c1a-5a7e-4c5b-9d0f-1f2e3d4c5b6a");
        User leia = user("2", "1b0e7c1a-5a7e-4c5b-9d0f-1f2e3d4c5b6a");
        StoredPassword stored = new StoredPassword(null, verifiers.make(luke, PASSWORD));
        assertThat(verifiers.of(new UserRow(luke, stored))).isNotNull();
        assertThat(verifiers.of(new UserRow(leia, stored))).isNull();
        assertThat(verifiers.of(new UserRow(luke, new StoredPassword(null, "AAAA"))))
                .isNull();
    }

    private static User user(String id, String uuid) {
        return new User(
                "one", id, id, uuid, null, false, null, false, null, null, null, null, "{}", "email", false, 0, 0, 0);
    }

    @Test
    void aChallengeIsAnsweredOnceAndInTime() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            get(world.accounts.signUp(app, signUp(LUKE), client()));
            SrpSignIns srp = world.accounts.srp();
            SrpClient device = new SrpClient();
            SrpChallenge challenge = get(srp.challenge(app, named(LUKE.name()), device.number(), client()));
            SrpAnswer right = device.answer(challenge, PASSWORD);
            App other = service("two", true, PAGES);
            SrpAnswer elsewhere = new SrpAnswer(
                    "0b0e7c1a-5a7e-4c5b-9d0f-1f2e3d4c5b6a", right.secret(), right.timestamp(), right.signature());
            assertThat(refusal(srp.answer(other, right, client()))).isEqualTo(AccountError.INVALID_SIGN_IN);
            assertThat(refusal(srp.answer(app, elsewhere, client()))).isEqualTo(AccountError.INVALID_SIGN_IN);
            for (String junk : List.of("", "!", "AAAA", "A".repeat(1200))) {
                SrpAnswer answer = new SrpAnswer(right.userId(), junk, right.timestamp(), right.signature());
                assertThat(refusal(srp.answer(app, answer, client()))).isEqualTo(AccountError.INVALID_SIGN_IN);
            }
            get(srp.answer(app, right, client()));
            assertThat(refusal(srp.answer(app, right, client()))).isEqualTo(AccountError.INVALID_SIGN_IN);

            SrpChallenge late = get(srp.challenge(app, named(LUKE.name()), device.number(), client()));
            world.clock.advance(Duration.ofMinutes(2));
            assertThat(refusal(srp.answer(app, device.answer(late, PASSWORD), client())))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);

            SrpChallenge next = get(srp.challenge(app, named(LUKE.name()), device.number(), client()));
            SrpAnswer wrong = new SrpAnswer(next.userId(), next.secret(), right.timestamp(), "?");
            assertThat(refusal(srp.answer(app, wrong, client()))).isEqualTo(AccountError.INVALID_SIGN_IN);
            assertThat(refusal(srp.answer(app, device.answer(next, PASSWORD), client())))
                    .as("a wrong answer uses it up")
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
            for (SrpAnswer tooLong : List.of(
                    new SrpAnswer("u", "A".repeat(4000), "t", "s"),
                    new SrpAnswer("u", "A", "t".repeat(65), "s"),
                    new SrpAnswer("u", "A", "t", "s".repeat(89)))) {
                assertThat(refusal(srp.answer(app, tooLong, client()))).isEqualTo(AccountError.INVALID_VALUE);
            }
        }
    }

    @Test
    void aPasswordThatIsChangedMeanwhileLetsNobodyIn() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            SignedIn up = get(world.accounts.signUp(app, signUp(LUKE), client()));
            SrpClient device = new SrpClient();
            SrpChallenge challenge =
                    get(world.accounts.srp().challenge(app, named(LUKE.name()), device.number(), client()));
            get(world.accounts.changePassword(app, world.session(app, up), PASSWORD, "another-1"));
            for (String password : List.of(PASSWORD, "another-1")) {
                assertThat(refusal(world.accounts.srp().answer(app, device.answer(challenge, password), client())))
                        .isEqualTo(AccountError.INVALID_SIGN_IN);
            }
            UserRow stale = row(world, LUKE);
            get(world.accounts.update(
                    app,
                    up.user().id(),
                    new UserDraft(null, null, null, null, "another-2", null, null, null, null, null)));
            assertThat(stale).isNotNull();
            if (stale != null) {
                Boolean entered = get(world.database.write(handle -> UserStore.signedInByProof(handle, stale, 1)));
                assertThat(entered).isFalse();
            }
        }
    }

    @Test
    void numbersThatAreNoneOrGiveTheKeyAwayAreTurnedDown() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            for (String number :
                    List.of("", "0", "00", "-1", "xyz", "1".repeat(769), Srp.N.toString(16), "\u0661", "1 ", "0x1")) {
                assertThat(refusal(world.accounts.srp().challenge(app, named("x"), number, client())))
                        .as(number)
                        .isEqualTo(AccountError.INVALID_VALUE);
            }
            assertThat(refusal(world.accounts.srp().challenge(app, "x".repeat(513), "2", client())))
                    .isEqualTo(AccountError.INVALID_VALUE);
            get(world.accounts.srp().challenge(app, "x", BigInteger.TWO.toString(16), client()));
        }
    }

    @Test
    void whatIsTheMatterWithAnAccountIsToldToWhoeverKnowsThePassword() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            App confirming = service("one", true, "confirmEmail: true, " + PAGES);
            SignedIn up = get(world.accounts.signUp(confirming, signUp(LUKE), client()));
            assertThat(refusal(signIn(world, confirming, named(LUKE.name()), "wrong")))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
            assertThat(refusal(signIn(world, confirming, named(LUKE.name()), PASSWORD)))
                    .isEqualTo(AccountError.EMAIL_NOT_VERIFIED);
            get(world.accounts.update(
                    app, up.user().id(), new UserDraft(null, null, null, null, null, null, null, null, true, true)));
            assertThat(refusal(signIn(world, confirming, named(LUKE.name()), "wrong")))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
            assertThat(refusal(signIn(world, confirming, named(LUKE.name()), PASSWORD)))
                    .isEqualTo(AccountError.USER_DISABLED);
        }
    }

    @Test
    void whatIsSwitchedOffIsOffAtOnce() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            get(world.accounts.signUp(app, signUp(LUKE), client()));
            SrpClient device = new SrpClient();
            SrpChallenge challenge =
                    get(world.accounts.srp().challenge(app, named(LUKE.name()), device.number(), client()));
            assertThat(refusal(world.accounts.srp().challenge(off, named(LUKE.name()), device.number(), client())))
                    .isEqualTo(AccountError.NOT_ALLOWED);
            assertThat(refusal(world.accounts.srp().answer(off, device.answer(challenge, PASSWORD), client())))
                    .isEqualTo(AccountError.NOT_ALLOWED);
            App noEmail = service("one", true, "email: false");
            assertThat(refusal(signIn(world, noEmail, named(LUKE.name()), PASSWORD)))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
            get(signIn(world, app, named(LUKE.name()), PASSWORD));
        }
    }

    @Test
    void guessesAreCountedWithThoseOfOtherWays() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder, "attemptsPerAccount: 3")) {
            get(world.accounts.signUp(app, signUp(LUKE), client()));
            for (String name : List.of(LUKE.name(), "nobody@example.com")) {
                for (int i = 0; i < 3; i++) {
                    assertThat(refusal(signIn(world, app, named(name), "wrong")))
                            .isEqualTo(AccountError.INVALID_SIGN_IN);
                }
                assertThat(refusal(signIn(world, app, named(name), PASSWORD)))
                        .as(name)
                        .isEqualTo(AccountError.TOO_MANY_ATTEMPTS);
            }
            assertThat(refusal(world.accounts.signIn(app, LUKE, PASSWORD, client())))
                    .isEqualTo(AccountError.TOO_MANY_ATTEMPTS);
        }
    }

    @Test
    void anAddressAsksForSoManyChallenges() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder, "attemptsPerIp: 2")) {
            get(world.accounts.srp().challenge(app, named("x"), "2", client()));
            get(world.accounts.srp().challenge(app, named("y"), "2", client()));
            assertThat(refusal(world.accounts.srp().challenge(app, named("z"), "2", client())))
                    .isEqualTo(AccountError.TOO_MANY_ATTEMPTS);
        }
    }

    @Test
    void importedUsersGetAVerifierAtTheirFirstSignIn() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            String password = VChatPassword.of(Secret.of("some key"), "user1");
            Login login = new Login(Login.Kind.VCHAT, "user1");
            get(world.accounts.importUsers(app, List.of(new ImportedUser("user1", "One", null, password))));
            assertThat(verifier(world, login)).isNull();
            get(world.accounts.signIn(app, login, password, client()));
            get(signIn(world, app, named("user1"), password));
        }
    }

    @Test
    void whatIsUsedIsRememberedForALifetimeInBoundedMemory() {
        MovableClock clock = new MovableClock();
        UsedOnce used = new UsedOnce(Duration.ofSeconds(10), 2, clock);
        assertThat(used.use("a")).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertThat(used.use("a")).isFalse();
        assertThat(used.use("b")).isTrue();
        AccountError full = refusal(Stages.of(() -> {
            used.use("c");
            return Stages.done();
        }));
        assertThat(full).isEqualTo(AccountError.BUSY);
        assertThat(used.use("b")).isFalse();
        clock.advance(Duration.ofSeconds(6));
        assertThat(used.use("c")).isTrue();
        assertThat(used.use("b")).isFalse();
    }
}
