package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.PASSWORD;
import static dev.parley.server.accounts.AccountWorld.app;
import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.refusal;
import static dev.parley.server.accounts.AccountWorld.signUp;
import static dev.parley.server.accounts.AccountWorld.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import dev.parley.storage.Dialect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions: found, listed, ended. */
class SessionsTest {

    @TempDir
    private Path folder;

    private final App app = app("maxSessionsPerUser: 3");

    @ParameterizedTest
    @EnumSource
    void whoSignsOutIsToldFirstAndThenOutEverywhere(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SignedIn in = world.luke(app);
            Session session = world.session(app, in);
            assertThat(world.session(app, in)).isSameAs(session);
            List<Boolean> validWhenTold = new ArrayList<>();
            world.onEvent = () -> validWhenTold.add(session.isValid(world.clock.millis()));
            get(world.accounts.signOut(app, session, null));
            assertThat(validWhenTold).containsExactly(true);
            assertThat(session.isValid(world.clock.millis())).isFalse();
            assertThat(world.find(app, token(in))).isNull();
            assertThat(world.events.getLast().kind()).isEqualTo(UserEvents.Kind.SIGNOUT);
            assertThat(world.events.getLast().session()).isEqualTo(in.session());
            assertThat(world.noted).contains(new AccountWorld.Noted("one", Changes.SESSION, session.id()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void allOrAllOtherSessionsCanBeEnded(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            Session first = world.session(app, world.luke(app));
            Session second = world.session(app, world.signIn(app, "luke@example.com", PASSWORD));
            Session third = world.session(app, world.signIn(app, "luke@example.com", PASSWORD));
            get(world.accounts.signOutAllExcept(app, second));
            long now = world.clock.millis();
            assertThat(List.of(first.isValid(now), second.isValid(now), third.isValid(now)))
                    .containsExactly(false, true, false);
            get(world.accounts.signOutAll(app, second.user()));
            assertThat(second.isValid(now)).isFalse();
            assertThat(get(world.accounts.sessions(app, second.user()))).isEmpty();
            assertThat(world.kinds())
                    .filteredOn(UserEvents.Kind.SIGNOUT::equals)
                    .hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSignInBeyondTheLimitEndsTheOldest(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            List<Session> sessions = new ArrayList<>(List.of(world.session(app, world.luke(app))));
            for (int i = 0; i < 4; i++) {
                world.clock.advance(Duration.ofSeconds(1));
                sessions.add(world.session(app, world.signIn(app, "luke@example.com", PASSWORD)));
            }
            assertThat(sessions)
                    .extracting(session -> session.isValid(world.clock.millis()))
                    .containsExactly(false, false, true, true, true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sessionsThatAreOverCountForNothing(Dialect dialect) throws Exception {
        App app = app("maxSessionsPerUser: 2");
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SignedIn luke = world.luke(app);
            Duration second = Duration.ofSeconds(1);
            world.clock.advance(second);
            get(world.accounts.mint(
                    app, new TokenRequest(luke.user().id(), "altogic", second, List.of()), AccountWorld.client()));
            world.clock.advance(second.multipliedBy(2));
            world.signIn(app, "luke@example.com", AccountWorld.PASSWORD);
            assertThat(world.find(app, AccountWorld.token(luke))).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherSessionsAreEndedByTheirTokensIfTheyAreOnesOwn(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SignedIn other = world.luke(app);
            Session held = world.session(app, other);
            Session current = world.session(app, world.signIn(app, "luke@example.com", PASSWORD));
            SignedIn stranger = get(world.accounts.signUp(app, signUp(Login.email("leia@example.com")), client()));
            assertThat(refusal(world.accounts.signOut(app, current, token(stranger))))
                    .isEqualTo(AccountError.FOREIGN_SESSION);
            assertThat(refusal(world.accounts.signOut(app, current, "nonsense")))
                    .isEqualTo(AccountError.NO_SUCH_SESSION);
            get(world.accounts.signOut(app, current, token(other)));
            assertThat(held.isValid(world.clock.millis())).isFalse();
            // It is gone already, and that is as good.
            get(world.accounts.signOut(app, current, token(other)));
            assertThat(current.isValid(world.clock.millis())).isTrue();
            assertThat(world.find(app, token(stranger))).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAnotherProcessEndsIsEndedHereWhenToldOfIt(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            Accounts other = world.another("");
            SignedIn in = world.luke(app);
            Session here = world.session(app, in);
            Session there = get(other.finder().find(app, token(in)));
            assertThat(there).isNotNull();
            get(world.accounts.signOut(app, here, null));
            get(other.changed("one", Changes.SESSION, here.id()));
            assertThat(there == null || there.isValid(world.clock.millis())).isFalse();
            assertThat(get(other.finder().find(app, token(in)))).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDisabledOrDeletedUserIsOutAtOnceHereAndElsewhere(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            Accounts other = world.another("");
            SignedIn in = world.luke(app);
            Session here = world.session(app, in);
            Session there = get(other.finder().find(app, token(in)));
            UserDraft off = new UserDraft(null, null, null, null, null, null, null, null, null, true);
            get(world.accounts.update(app, here.user(), off));
            get(other.changed("one", Changes.ALL, ""));
            assertThat(here.isValid(world.clock.millis())).isFalse();
            assertThat(there != null && there.isValid(world.clock.millis())).isFalse();
            assertThat(refusal(world.accounts.signIn(app, Login.email("luke@example.com"), PASSWORD, client())))
                    .isEqualTo(AccountError.USER_DISABLED);
            assertThat(refusal(world.accounts.signIn(app, Login.email("luke@example.com"), "wrong", client())))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);

            SignedIn leia = get(world.accounts.signUp(app, signUp(Login.email("leia@example.com")), client()));
            Session hers = world.session(app, leia);
            assertThat(get(world.accounts.delete(app, hers.user()))).isTrue();
            assertThat(get(world.accounts.delete(app, hers.user()))).isFalse();
            assertThat(hers.isValid(world.clock.millis())).isFalse();
            assertThat(world.events.getLast().kind()).isEqualTo(UserEvents.Kind.DELETE);
            get(world.accounts.signUp(app, signUp(Login.email("leia@example.com")), client()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPasswordChangeEndsTheOtherSessionsOnly(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            Session other = world.session(app, world.luke(app));
            Session current = world.session(app, world.signIn(app, "luke@example.com", PASSWORD));
            assertThat(refusal(world.accounts.changePassword(app, current, "wrong", "another-1")))
                    .isEqualTo(AccountError.WRONG_PASSWORD);
            get(world.accounts.changePassword(app, current, PASSWORD, "another-1"));
            assertThat(other.isValid(world.clock.millis())).isFalse();
            assertThat(current.isValid(world.clock.millis())).isTrue();
            assertThat(world.kinds()).endsWith(UserEvents.Kind.SIGNOUT, UserEvents.Kind.PWDCHANGE);
            assertThat(refusal(world.accounts.signIn(app, Login.email("luke@example.com"), PASSWORD, client())))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
            world.signIn(app, "luke@example.com", "another-1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void backEndsGetSessionsForUsersStoredAndNotStored(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            TokenRequest request = new TokenRequest("u-1", "altogic", Duration.ofMinutes(5), List.of("news", "room.*"));
            SessionInfo minted = get(world.accounts.mint(app, request, client()));
            Session session = world.found(app, minted.token());
            assertThat(session.user()).isEqualTo("u-1");
            assertThat(session.channels()).containsExactly("news", "room.*");
            assertThat(world.events.getLast())
                    .isEqualTo(new AccountWorld.Event("u-1", UserEvents.Kind.SIGNIN, minted, null));
            world.clock.advance(Duration.ofMinutes(5));
            assertThat(world.find(app, minted.token())).isNull();
            assertThat(session.isValid(world.clock.millis())).isFalse();
            assertThat(get(world.accounts.endSession(app, minted.id()))).isTrue();
            assertThat(get(world.accounts.endSession(app, minted.id()))).isFalse();
            assertThat(refusal(
                            world.accounts.mint(app, new TokenRequest("u\n1", "altogic", null, List.of()), client())))
                    .isEqualTo(AccountError.INVALID_VALUE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenOfAnotherAppOrASpoiltOneOpensNothing(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            String token = token(world.luke(app));
            assertThat(world.find(app("other", ""), token)).isNull();
            String[] parts = token.split("\\.");
            String none = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
            for (String bad : List.of(
                    token.substring(0, token.length() - 2),
                    parts[0] + "." + parts[1] + ".",
                    parts[0] + "." + parts[1],
                    none + "." + parts[1] + ".",
                    "",
                    "x".repeat(10_000))) {
                assertThat(world.find(app, bad)).as(bad).isNull();
            }
        }
    }

    @Test
    void theTokenSecretSurvivesARestartAndIsForTheOwnerOnly() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            String token = token(world.luke(app));
            assertThat(get(world.another("").finder().find(app, token))).isNotNull();
            String other = "tokenSecret: a-secret-that-is-long-enough-for-it";
            assertThat(get(world.another(other).finder().find(app, token))).isNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token-secret"))))
                    .isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDatabaseHoldsNoToken(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            String token = token(world.luke(app));
            String signature = token.substring(token.lastIndexOf('.') + 1);
            List<String> values = get(world.database.read(
                    handle -> handle.createQuery("SELECT * FROM sessions").mapToMap().list().stream()
                            .flatMap(row -> row.values().stream())
                            .map(String::valueOf)
                            .toList()));
            assertThat(values).isNotEmpty().noneMatch(value -> value.contains(signature));
        }
    }

    @Test
    void aDatabaseThatFailsIsNoVerdictOnAToken() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            String token = token(world.luke(app));
            world.database.close();
            assertThatThrownBy(() -> world.find(app, token)).isNotNull();
        }
    }

    @Test
    void nothingSecretShowsInTexts() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            SignedIn in = world.luke(app);
            SessionInfo info = Objects.requireNonNull(in.session());
            String shown =
                    in + " " + info + " " + world.session(app, in) + " " + signUp(Login.email("luke@example.com")) + " "
                            + new AccountException(AccountError.INVALID_SIGN_IN);
            assertThat(shown)
                    .doesNotContain(info.token())
                    .doesNotContain(PASSWORD)
                    .doesNotContain("luke@example.com");
        }
    }

    @ParameterizedTest
    @EnumSource
    void expiredRowsGoAwayInTime(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            for (int i = 0; i < 3; i++) {
                get(world.accounts.mint(
                        app, new TokenRequest("u" + i, "altogic", Duration.ofMinutes(1), List.of()), client()));
            }
            world.clock.advance(Duration.ofMinutes(2));
            boolean more = get(world.database.write(handle -> Expiry.trim(handle, world.clock.millis())));
            int left = get(world.database.read(handle -> handle.createQuery("SELECT count(*) FROM sessions")
                    .mapTo(Integer.class)
                    .one()));
            assertThat(more).isFalse();
            assertThat(left).isZero();
        }
    }
}
