package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import dev.parley.storage.Dialect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tokens of skapi-js: made, read, renewed, ended. */
class SkapiAccountsTest {

    private static final String SERVICE = "us31mockservice00";
    private static final String OWNER = "11111111-2222-4333-8444-555555555555";
    private static final String LUKE = "aaaaaaaa-0000-4000-8000-00000000000a";
    private static final String ADMIN = "bbbbbbbb-0000-4000-8000-00000000000b";
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private final App app = service("one", SERVICE);

    private static App service(String id, String service) {
        try {
            return new App(Config.parse("apps: [ { id: " + id + ", requireKey: false, auth: { sessionLifetime: 30d,"
                            + " maxSessionsPerUser: 50 }, skapi: { service: " + service + ", owner: " + OWNER
                            + ", admins: [ " + ADMIN.toUpperCase(Locale.ROOT) + " ] } } ]")
                    .apps()
                    .getFirst());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static TokenRequest request(String user) {
        return new TokenRequest(user, Client.SKAPI, null, List.of());
    }

    private SkapiTokens mint(AccountWorld world, String user) {
        return get(world.accounts.skapi().mint(app, request(user), client()));
    }

    private static String payload(String token) {
        String[] parts = token.split("\\.", -1);
        assertThat(parts).as("the client wants three parts").hasSize(3);
        return new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    }

    private static JsonNode claims(String token) {
        return JSON.readTree(payload(token));
    }

    private static SkapiClaims read(AccountWorld world, String token) {
        SkapiClaims claims = world.accounts.skapi().read(token);
        assertThat(claims).isNotNull();
        return Objects.requireNonNull(claims);
    }

    private static UserDraft draft(@Nullable String id, @Nullable String name, @Nullable String picture) {
        return new UserDraft(id, "luke@example.com", "+14155550100", null, null, name, picture, null, null, null);
    }

    private static UserDraft disabling() {
        return new UserDraft(null, null, null, null, null, null, null, null, null, true);
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
            assertThat(get(world.accounts.finder().find(app, tokens.accessToken()))).isNull();
            assertThat(get(world.accounts.finder().find(app, tokens.idToken()))).isNull();
            assertThat(world.findOfSkapi(app, tokens.session().withoutToken().token())).isNull();
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
            assertThat(world.foundOfSkapi(app, second.accessToken())).isSameAs(world.foundOfSkapi(app, first.accessToken()));
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
            List<Session> held = List.of(world.foundOfSkapi(app, one.accessToken()), world.foundOfSkapi(app, two.accessToken()));
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

    @ParameterizedTest
    @EnumSource
    void usersAreFoundByTheirUuids(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            User luke = world.luke(app).user();
            User other = mint(world, LUKE).user();
            SkapiAccounts skapi = world.accounts.skapi();
            List<String> wanted =
                    List.of(luke.uuid(), LUKE.toUpperCase(Locale.ROOT), LUKE, luke.id(), ADMIN, "", "'; --");
            assertThat(get(skapi.users(app, wanted)))
                    .extracting(User::id)
                    .containsExactlyInAnyOrder(luke.id(), other.id());
            assertThat(get(skapi.users(service("two", SERVICE), wanted))).isEmpty();
            assertThat(get(skapi.users(app, List.of()))).isEmpty();
            assertThat(refusal(skapi.users(app, Collections.nCopies(1001, LUKE))))
                    .isEqualTo(AccountError.INVALID_VALUE);
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
}
