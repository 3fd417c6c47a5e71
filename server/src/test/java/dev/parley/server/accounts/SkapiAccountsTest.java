package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.refusal;
import static dev.parley.server.accounts.SkapiWorld.ADMIN;
import static dev.parley.server.accounts.SkapiWorld.LUKE;
import static dev.parley.server.accounts.SkapiWorld.SERVICE;
import static dev.parley.server.accounts.SkapiWorld.claims;
import static dev.parley.server.accounts.SkapiWorld.request;
import static dev.parley.server.accounts.SkapiWorld.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions of skapi-js: made, renewed, ended. */
class SkapiAccountsTest {

    private static final Duration LIFETIME = Duration.ofHours(24);

    @TempDir
    private Path folder;

    private final App app = service("one", SERVICE);

    private SkapiTokens mint(AccountWorld world, String user) {
        return SkapiWorld.mint(world, app, user);
    }

    private static UserDraft disabling() {
        return new UserDraft(null, null, null, null, null, null, null, null, null, true);
    }

    @ParameterizedTest
    @EnumSource
    void aUserIsFoundByUuidInAnyCaseOrMade(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            User luke = world.luke(app).user();
            String upper = luke.uuid().toUpperCase(Locale.ROOT);
            assertThat(mint(world, upper).user().id()).isEqualTo(luke.id());
            User made = mint(world, LUKE.toUpperCase(Locale.ROOT)).user();
            assertThat(made.id()).isEqualTo(LUKE);
            assertThat(made.uuid()).isEqualTo(LUKE);
            assertThat(made.provider()).isEqualTo("server");
            assertThat(get(world.accounts.user(app, LUKE))).isEqualTo(made);
            assertThat(mint(world, LUKE).user().id()).isEqualTo(LUKE);
            for (String nobody : List.of("nobody", LUKE + "0", "1-1-1-1-1", " ")) {
                assertThat(refusal(world.accounts.skapi().mint(app, request(nobody), client())))
                        .isEqualTo(AccountError.INVALID_VALUE);
            }
            assertThat(get(world.accounts.users(app, null, 100))).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewUserMayBeWantedManyTimesAtOnce(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            for (int round = 0; round < 5; round++) {
                String user = UUID.randomUUID().toString();
                List<CompletionStage<SkapiTokens>> mints = IntStream.range(0, 8)
                        .mapToObj(_ -> world.accounts.skapi().mint(app, request(user), client()))
                        .toList();
                List<String> ids = new ArrayList<>();
                mints.forEach(mint -> ids.add(get(mint).user().id()));
                assertThat(ids).hasSize(8).containsOnly(user);
                assertThat(get(world.accounts.sessions(app, user))).hasSize(8);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAppThatIsNoServiceHasNoSuchTokens(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            App plain = AccountWorld.app("");
            SkapiTokens tokens = mint(world, LUKE);
            assertThat(refusal(world.accounts.skapi().mint(plain, request(LUKE), client())))
                    .isEqualTo(AccountError.INVALID_VALUE);
            assertThat(refusal(world.accounts.skapi().refresh(plain, tokens.refreshToken())))
                    .isEqualTo(AccountError.INVALID_KEY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void renewedTokensAreForTheSameSession(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SkapiTokens first = mint(world, LUKE);
            world.clock.advance(Duration.ofDays(3));
            SkapiTokens second = get(world.accounts.skapi().refresh(app, first.refreshToken()));
            assertThat(second.expiresAt()).isEqualTo(world.clock.millis() + LIFETIME.toMillis());
            assertThat(second.refreshToken()).isEqualTo(first.refreshToken());
            assertThat(second.session()).isEqualTo(first.session());
            assertThat(claims(second.idToken()).get("iat").asLong()).isEqualTo(world.clock.millis() / 1000);
            assertThat(claims(second.idToken()).get("auth_time").asLong())
                    .isEqualTo(first.session().createdAt() / 1000);
            assertThat(world.foundOfSkapi(app, second.accessToken()))
                    .isSameAs(world.foundOfSkapi(app, first.accessToken()));
            world.clock.advance(LIFETIME.plusSeconds(1));
            assertThat(world.findOfSkapi(app, second.accessToken())).isNull();
            assertThat(world.findOfSkapi(app, first.accessToken())).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void revokingEndsTheOneSession(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SkapiTokens one = mint(world, LUKE);
            SkapiTokens two = mint(world, LUKE);
            Session held = world.foundOfSkapi(app, one.accessToken());
            SkapiAccounts skapi = world.accounts.skapi();
            get(skapi.revoke(service("two", SERVICE), one.refreshToken()));
            get(skapi.revoke(app, one.accessToken()));
            get(skapi.revoke(app, "nonsense"));
            assertThat(held.isValid(world.clock.millis())).isTrue();
            get(skapi.revoke(app, one.refreshToken()));
            assertThat(held.isValid(world.clock.millis())).isFalse();
            assertThat(world.findOfSkapi(app, one.idToken())).isNull();
            assertThat(refusal(skapi.refresh(app, one.refreshToken()))).isEqualTo(AccountError.INVALID_KEY);
            get(skapi.revoke(app, one.refreshToken()));
            assertThat(world.findOfSkapi(app, two.idToken())).isNotNull();
            assertThat(world.noted)
                    .contains(new AccountWorld.Noted(
                            "one", Changes.SESSION, one.session().id()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void signingOutEverywhereEndsAllSessionsOfTheUser(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SkapiAccounts skapi = world.accounts.skapi();
            SkapiTokens one = mint(world, LUKE);
            SkapiTokens two = mint(world, LUKE);
            SkapiTokens admin = mint(world, ADMIN);
            List<Session> held =
                    List.of(world.foundOfSkapi(app, one.accessToken()), world.foundOfSkapi(app, two.accessToken()));
            for (String wrong : List.of(one.idToken(), one.refreshToken(), "nonsense", "")) {
                assertThat(refusal(skapi.signOutEverywhere(app, wrong))).isEqualTo(AccountError.INVALID_KEY);
            }
            assertThat(refusal(skapi.signOutEverywhere(service("two", SERVICE), one.accessToken())))
                    .isEqualTo(AccountError.INVALID_KEY);
            get(skapi.signOutEverywhere(app, one.accessToken()));
            assertThat(held).noneMatch(session -> session.isValid(world.clock.millis()));
            assertThat(world.findOfSkapi(app, two.idToken())).isNull();
            assertThat(world.findOfSkapi(app, admin.idToken())).isNotNull();
            assertThat(refusal(skapi.signOutEverywhere(app, one.accessToken()))).isEqualTo(AccountError.INVALID_KEY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDisabledOrDeletedUserGetsNoTokens(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SkapiAccounts skapi = world.accounts.skapi();
            SkapiTokens tokens = mint(world, LUKE);
            Session held = world.foundOfSkapi(app, tokens.accessToken());
            get(world.accounts.update(app, LUKE, disabling()));
            assertThat(held.isValid(world.clock.millis())).isFalse();
            assertThat(refusal(skapi.refresh(app, tokens.refreshToken()))).isEqualTo(AccountError.INVALID_KEY);
            assertThat(refusal(skapi.mint(app, request(LUKE), client()))).isEqualTo(AccountError.USER_DISABLED);
            assertThat(get(world.accounts.sessions(app, LUKE))).isEmpty();
            SkapiTokens other = mint(world, ADMIN);
            get(world.accounts.delete(app, ADMIN));
            assertThat(refusal(skapi.refresh(app, other.refreshToken()))).isEqualTo(AccountError.INVALID_KEY);
            assertThat(world.findOfSkapi(app, other.accessToken())).isNull();
        }
    }

    /** As when a process that did not know of the session disabled the user. */
    @ParameterizedTest
    @EnumSource
    void aSessionThatOutlivedItsUserIsNotRenewed(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SkapiTokens tokens = mint(world, LUKE);
            for (String change :
                    List.of("UPDATE users SET disabled = 1", "UPDATE users SET disabled = 0", "DELETE FROM users")) {
                int changed = get(world.database.write(
                        handle -> handle.createUpdate(change).execute()));
                assertThat(changed).isEqualTo(1);
                if (change.endsWith("0")) {
                    assertThat(get(world.accounts.skapi().refresh(app, tokens.refreshToken())))
                            .isNotNull();
                } else {
                    assertThat(refusal(world.accounts.skapi().refresh(app, tokens.refreshToken())))
                            .isEqualTo(AccountError.INVALID_KEY);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAnotherProcessEndsIsEndedHere(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            Accounts other = world.another("");
            SkapiTokens tokens = mint(world, LUKE);
            Session there = get(other.skapi().find(app, tokens.accessToken()));
            get(world.accounts.skapi().revoke(app, tokens.refreshToken()));
            get(other.changed("one", Changes.SESSION, tokens.session().id()));
            assertThat(there != null && !there.isValid(world.clock.millis())).isTrue();
        }
    }
}
