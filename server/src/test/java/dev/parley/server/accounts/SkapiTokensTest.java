package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.refusal;
import static dev.parley.server.accounts.SkapiWorld.ADMIN;
import static dev.parley.server.accounts.SkapiWorld.LUKE;
import static dev.parley.server.accounts.SkapiWorld.OWNER;
import static dev.parley.server.accounts.SkapiWorld.SERVICE;
import static dev.parley.server.accounts.SkapiWorld.claims;
import static dev.parley.server.accounts.SkapiWorld.payload;
import static dev.parley.server.accounts.SkapiWorld.read;
import static dev.parley.server.accounts.SkapiWorld.request;
import static dev.parley.server.accounts.SkapiWorld.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import dev.parley.storage.Dialect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Tokens of skapi-js: what they say, and who takes them. */
class SkapiTokensTest {

    @TempDir
    private Path folder;

    private final App app = service("one", SERVICE);

    private SkapiTokens mint(AccountWorld world, String user) {
        return SkapiWorld.mint(world, app, user);
    }

    private static UserDraft draft(@Nullable String id, @Nullable String name, @Nullable String picture) {
        return new UserDraft(id, "luke@example.com", "+14155550100", null, null, name, picture, null, null, null);
    }

    @ParameterizedTest
    @EnumSource
    void tokensSayWhatTheClientChecks(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            get(world.accounts.create(app, draft(LUKE, "L\u00fc\"ke \ud83d\ude00\\", "https://example.com/l.png")));
            long now = world.clock.millis();
            SkapiTokens tokens = mint(world, LUKE);
            JsonNode id = claims(tokens.idToken());
            JsonNode access = claims(tokens.accessToken());
            for (JsonNode claims : List.of(id, access)) {
                assertThat(claims.get("sub").asString())
                        .isEqualTo(LUKE)
                        .matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
                assertThat(claims.get("custom:service").asString()).isEqualTo(SERVICE);
                assertThat(claims.get("iat").asLong()).isEqualTo(now / 1000);
                assertThat(claims.get("exp").isIntegralNumber()).isTrue();
                assertThat(claims.get("exp").asLong())
                        .isEqualTo((tokens.expiresAt() + 999) / 1000)
                        .isEqualTo((now + Duration.ofDays(30).toMillis() + 999) / 1000);
                // Not among what the client shows of its user.
                assertThat(claims.get("origin_jti").asString())
                        .startsWith(tokens.session().id() + ".");
                assertThat(claims.get("iss").asString())
                        .isEqualTo(tokens.session().app());
            }
            assertThat(access.get("token_use").asString()).isEqualTo("access");
            assertThat(access.get("client_id").asString()).isEqualTo(SERVICE);
            assertThat(id.get("token_use").asString()).isEqualTo("id");
            assertThat(id.get("aud").asString()).isEqualTo(SERVICE);
            assertThat(id.get("cognito:username").asString()).isEqualTo(LUKE);
            assertThat(id.get("custom:owner").asString()).isEqualTo(OWNER);
            assertThat(id.get("auth_time").asLong()).isEqualTo(now / 1000);
            assertThat(id.get("email").asString()).isEqualTo("luke@example.com");
            assertThat(id.get("email_verified").isBoolean()).isTrue();
            assertThat(id.get("phone_number").asString()).isEqualTo("+14155550100");
            assertThat(id.get("name").asString()).isEqualTo("L\u00fc\"ke \ud83d\ude00\\");
            assertThat(id.get("picture").asString()).isEqualTo("https://example.com/l.png");
            assertThat(id.has("access_group")).isFalse();
            assertThat(payload(tokens.idToken())).as("ASCII").matches("[ -~]*");
            assertThat(tokens.refreshToken()).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
            assertThat(tokens).asString().doesNotContain(tokens.idToken(), tokens.refreshToken());
            assertThat(tokens.session().token()).isEmpty();
            assertThat(tokens.session().family()).isEqualTo("skapi");
        }
    }

    @ParameterizedTest
    @EnumSource
    void adminsAreOfGroup99(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            assertThat(claims(mint(world, ADMIN).idToken()).get("access_group").asInt())
                    .isEqualTo(99);
        }
    }

    @Test
    void tokensOfUsersWithLongNamesFitIntoAHeader() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            String odd = "\u6f22".repeat(128);
            get(world.accounts.create(
                    app, draft(odd, "\u6f22".repeat(256), "https://x.example/" + "\u6f22".repeat(2000))));
            SkapiTokens tokens = mint(world, odd);
            assertThat(tokens.idToken()).hasSizeLessThan(4300);
            assertThat(tokens.accessToken()).hasSizeLessThan(2000);
            assertThat(claims(tokens.idToken()).has("picture")).isFalse();
            assertThat(claims(tokens.idToken()).get("name").asString()).hasSize(256);
            assertThat(world.foundOfSkapi(app, tokens.idToken()).user()).isEqualTo(odd);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothJwtsOpenTheSessionOfTheUserAndTheRefreshTokenOpensNothing(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            User luke = world.luke(app).user();
            SkapiTokens tokens = mint(world, luke.id());
            assertThat(tokens.user().uuid()).isEqualTo(luke.uuid()).isNotEqualTo(luke.id());
            Session session = world.foundOfSkapi(app, tokens.accessToken());
            assertThat(session.user()).isEqualTo(luke.id());
            assertThat(session.id()).isEqualTo(tokens.session().id());
            assertThat(world.foundOfSkapi(app, tokens.idToken())).isSameAs(session);
            assertThat(world.findOfSkapi(app, tokens.refreshToken())).isNull();
            assertThat(world.events.getLast().kind()).isEqualTo(UserEvents.Kind.SIGNIN);
            assertThat(world.events.getLast().user()).isEqualTo(luke.id());
            // To other families it is a session of that user like any other, but they take no such token.
            assertThat(get(world.accounts.finder().find(app, tokens.accessToken())))
                    .isNull();
            assertThat(get(world.accounts.finder().find(app, tokens.idToken()))).isNull();
            assertThat(get(world.accounts.sessions(app, luke.id())))
                    .extracting(SessionInfo::id)
                    .contains(session.id());
            get(world.accounts.signOut(app, session, null));
            assertThat(session.isValid(world.clock.millis())).isFalse();
            assertThat(world.findOfSkapi(app, tokens.idToken())).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionEndsWhenItWasWantedTo(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            Duration hour = Duration.ofHours(1);
            SkapiTokens tokens = get(world.accounts
                    .skapi()
                    .mint(app, new TokenRequest(LUKE, Client.SKAPI, hour, List.of("room:*")), client()));
            assertThat(tokens.expiresAt()).isEqualTo(world.clock.millis() + hour.toMillis());
            assertThat(world.foundOfSkapi(app, tokens.accessToken()).channels()).containsExactly("room:*");
            assertThat(get(world.accounts.skapi().refresh(app, tokens.refreshToken()))
                            .expiresAt())
                    .as("no longer than the session")
                    .isEqualTo(tokens.expiresAt());
            world.clock.advance(hour.plusSeconds(1));
            assertThat(world.findOfSkapi(app, tokens.accessToken())).isNull();
            assertThat(refusal(world.accounts.skapi().refresh(app, tokens.refreshToken())))
                    .isEqualTo(AccountError.INVALID_KEY);
            // Whoever is connected already may show it: what it says is still true.
            assertThat(read(world, tokens.idToken()))
                    .isEqualTo(new SkapiClaims(
                            "one",
                            LUKE,
                            tokens.session().id(),
                            SkapiClaims.Use.ID,
                            TokenSigner.seconds(tokens.expiresAt()) * 1000));
            assertThat(read(world, tokens.accessToken()).use()).isEqualTo(SkapiClaims.Use.ACCESS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tokensOfAnotherAppOrSecretAreWorthNothing(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            App two = service("two", "us31otherservice0");
            SkapiTokens tokens = mint(world, LUKE);
            get(world.accounts.skapi().mint(two, request(LUKE), client()));
            assertThat(world.findOfSkapi(two, tokens.accessToken())).isNull();
            assertThat(world.findOfSkapi(two, tokens.idToken())).isNull();
            assertThat(refusal(world.accounts.skapi().refresh(two, tokens.refreshToken())))
                    .isEqualTo(AccountError.INVALID_KEY);
            assertThat(read(world, tokens.accessToken()).app()).isEqualTo("one");
            Accounts stranger = world.another("tokenSecret: another-secret-of-more-than-32-bytes");
            for (String token : List.of(tokens.idToken(), tokens.accessToken())) {
                assertThat(stranger.skapi().read(token)).isNull();
                assertThat(get(stranger.skapi().find(app, token))).isNull();
            }
            assertThat(refusal(stranger.skapi().refresh(app, tokens.refreshToken())))
                    .isEqualTo(AccountError.INVALID_KEY);
        }
    }

    @Test
    void noTokenPassesForAnother() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            SkapiAccounts skapi = world.accounts.skapi();
            SignedIn luke = world.luke(app);
            SkapiTokens tokens = mint(world, luke.user().id());
            assertThat(skapi.read(AccountWorld.token(luke)))
                    .as("a session token")
                    .isNull();
            assertThat(skapi.read(tokens.refreshToken())).isNull();
            TokenSigner signer = world.accounts.services().signer();
            for (String token : List.of(tokens.idToken(), tokens.accessToken(), AccountWorld.token(luke))) {
                assertThat(signer.readRefresh(token)).isNull();
            }
            String payload =
                    tokens.refreshToken().substring(0, tokens.refreshToken().indexOf('.'));
            String head = tokens.idToken().substring(0, tokens.idToken().indexOf('.'));
            String signature = tokens.refreshToken().substring(payload.length() + 1);
            assertThat(skapi.read(head + "." + payload + "." + signature)).isNull();
        }
    }

    @Test
    void aTokenThatWasTamperedWithIsNone() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            SkapiAccounts skapi = world.accounts.skapi();
            SkapiTokens tokens = mint(world, LUKE);
            for (String token : List.of(tokens.idToken(), tokens.accessToken(), tokens.refreshToken())) {
                for (int at = 0; at < token.length(); at++) {
                    char other = token.charAt(at) == 'A' ? 'B' : 'A';
                    String tampered = token.substring(0, at) + other + token.substring(at + 1);
                    assertThat(skapi.read(tampered)).isNull();
                    assertThat(world.accounts.services().signer().readRefresh(tampered))
                            .isNull();
                }
            }
            String claims = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            payload(tokens.idToken()).replace(LUKE, ADMIN).getBytes(StandardCharsets.UTF_8));
            String none = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
            String signature = tokens.idToken().substring(tokens.idToken().lastIndexOf('.'));
            String head = tokens.idToken().substring(0, tokens.idToken().indexOf('.'));
            for (String forged : List.of(
                    none + "." + claims + ".",
                    none + "." + claims + signature,
                    head + "." + claims + signature,
                    "",
                    ".",
                    "..",
                    "\u0000",
                    tokens.idToken() + ".",
                    "x".repeat(100_000))) {
                assertThat(skapi.read(forged)).isNull();
                assertThat(world.findOfSkapi(app, forged)).isNull();
                assertThat(refusal(skapi.refresh(app, forged))).isEqualTo(AccountError.INVALID_KEY);
            }
        }
    }

    @Test
    void theSecretIsThatOfTheFolder() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            SkapiTokens tokens = mint(world, LUKE);
            assertThat(Files.exists(folder.resolve(AccountParts.SECRET_FILE))).isTrue();
            Accounts same = world.another("");
            assertThat(same.skapi().read(tokens.idToken())).isEqualTo(read(world, tokens.idToken()));
            assertThat(get(same.skapi().refresh(app, tokens.refreshToken())).session())
                    .isEqualTo(tokens.session());
        }
    }

    /** As far as its token says: the session itself goes on. */
    @ParameterizedTest
    @EnumSource
    void aHandshakeTakesATokenThatIsOverForAMinute(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SkapiAccounts skapi = world.accounts.skapi();
            SkapiTokens minted = mint(world, LUKE);
            SkapiTokens tokens = get(skapi.refresh(app, minted.refreshToken()));
            long over = read(world, tokens.accessToken()).expiresAt();
            assertThat(over).isLessThan(tokens.session().expiresAt());
            Session session = world.foundOfSkapi(app, tokens.accessToken());
            String token = tokens.accessToken();
            world.clock.advance(Duration.ofMillis(over - world.clock.millis() - 1));
            assertThat(world.findOfSkapi(app, token)).isSameAs(session);
            assertThat(get(skapi.findAtHandshake(app, token))).isSameAs(session);
            world.clock.advance(Duration.ofMillis(1));
            assertThat(world.findOfSkapi(app, token)).isNull();
            assertThat(get(skapi.findAtHandshake(app, token))).isSameAs(session);
            world.clock.advance(Duration.ofSeconds(60));
            assertThat(get(skapi.findAtHandshake(app, token))).isSameAs(session);
            assertThat(get(skapi.findAtHandshake(app, tokens.idToken()))).isSameAs(session);
            assertThat(get(skapi.findAtHandshake(app, tokens.refreshToken()))).isNull();
            assertThat(get(skapi.findAtHandshake(service("two", SERVICE), token)))
                    .isNull();
            world.clock.advance(Duration.ofSeconds(1));
            assertThat(get(skapi.findAtHandshake(app, token))).isNull();
            assertThat(get(skapi.findAtHandshake(app, minted.accessToken()))).isSameAs(session);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandshakeTakesNoTokenOfASessionThatIsOver(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SkapiAccounts skapi = world.accounts.skapi();
            Duration hour = Duration.ofHours(1);
            TokenRequest request = new TokenRequest(LUKE, Client.SKAPI, hour, List.of());
            SkapiTokens tokens = get(skapi.mint(app, request, client()));
            SkapiTokens ended = mint(world, LUKE);
            get(skapi.revoke(app, ended.refreshToken()));
            assertThat(get(skapi.findAtHandshake(app, ended.accessToken()))).isNull();
            world.clock.advance(hour.minusMillis(1));
            assertThat(get(skapi.findAtHandshake(app, tokens.accessToken()))).isNotNull();
            world.clock.advance(Duration.ofMillis(1));
            assertThat(get(skapi.findAtHandshake(app, tokens.accessToken()))).isNull();
            assertThat(get(world.another("").skapi().findAtHandshake(app, tokens.accessToken())))
                    .as("where it was not known")
                    .isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noWayShowsATokenOfTheSessionThatOtherFamiliesTake(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SignedIn luke = world.luke(app);
            Session own = world.session(app, luke);
            SkapiTokens tokens = mint(world, luke.user().id());
            assertThat(tokens.session().token()).isEmpty();
            assertThat(get(world.accounts.sessions(app, luke.user().id())))
                    .extracting(SessionInfo::family, SessionInfo::token)
                    .containsExactlyInAnyOrder(tuple("skapi", ""), tuple("altogic", AccountWorld.token(luke)));
            assertThat(refusal(world.accounts.signOut(app, own, ""))).isEqualTo(AccountError.NO_SUCH_SESSION);
            assertThat(refusal(world.accounts.mint(app, request(luke.user().id()), client())))
                    .isEqualTo(AccountError.INVALID_VALUE);
            Session session = world.foundOfSkapi(app, tokens.accessToken());
            get(world.accounts.changePassword(app, session, AccountWorld.PASSWORD, "another-1"));
            get(world.accounts.signOut(app, session, null));
            assertThat(world.events)
                    .extracting(AccountWorld.Event::kind, event -> {
                        SessionInfo shown = event.session();
                        return shown == null ? "none" : shown.family() + ":" + shown.token();
                    })
                    .contains(
                            tuple(UserEvents.Kind.SIGNIN, "skapi:"),
                            tuple(UserEvents.Kind.PWDCHANGE, "skapi:"),
                            tuple(UserEvents.Kind.SIGNOUT, "skapi:"));
        }
    }
}
