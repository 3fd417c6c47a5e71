package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.PAGES;
import static dev.parley.server.accounts.AccountWorld.PASSWORD;
import static dev.parley.server.accounts.AccountWorld.app;
import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.refusal;
import static dev.parley.server.accounts.AccountWorld.signUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.server.delivery.Message;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import dev.parley.storage.Dialect;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links in mails and codes in text messages. */
class LinksTest {

    private static final Login LUKE = Login.email("luke@example.com");
    private static final String PHONE = "+14155550100";

    @TempDir
    private Path folder;

    private final App app = app(PAGES);
    private final App confirming = app("confirmEmail: true, confirmPhone: true, " + PAGES);

    private static Map<String, String> query(Link link) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : link.target().getQuery().split("&")) {
            query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return query;
    }

    private static String accessToken(Link link) {
        assertThat(query(link)).containsEntry("status", "200");
        return query(link).getOrDefault("access_token", "");
    }

    @ParameterizedTest
    @EnumSource
    void anAddressIsConfirmedByItsLink(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            SignedIn up = get(world.accounts.signUp(confirming, signUp(LUKE), client()));
            assertThat(up.session()).isNull();
            assertThat(refusal(world.accounts.signIn(confirming, LUKE, PASSWORD, client())))
                    .isEqualTo(AccountError.EMAIL_NOT_VERIFIED);
            Link link = get(world.accounts.follow(confirming, world.key(), client()));
            assertThat(link.target().toString()).startsWith("https://example.com/welcome?access_token=");
            assertThat(query(link)).containsEntry("action", "email-confirm");
            SignedIn in = get(world.accounts.grant(confirming, accessToken(link), client()));
            assertThat(in.user().emailVerified()).isTrue();
            assertThat(in.session()).isNotNull();
            assertThat(refusal(world.accounts.grant(confirming, accessToken(link), client())))
                    .isEqualTo(AccountError.INVALID_KEY);
            get(world.accounts.signIn(confirming, LUKE, PASSWORD, client()));
            // Nothing left to confirm: nothing is sent, and nobody is told so.
            get(world.accounts.resendConfirmation(confirming, LUKE, null, client()));
            assertThat(world.messages).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLinkMayBeFollowedFiveTimesAndNotWhenItHasExpired(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            world.luke(app);
            get(world.accounts.sendMagicLink(app, "luke@example.com", "http://localhost:3000/a?b=c#d", client()));
            String key = world.key();
            for (int i = 0; i < 5; i++) {
                Link link = get(world.accounts.follow(app, key, client()));
                assertThat(link.target().toString()).matches("http://localhost:3000/a\\?b=c&access_token=[^#]+#d");
            }
            Link sixth = get(world.accounts.follow(app, key, client()));
            assertThat(query(sixth))
                    .containsEntry("status", "403")
                    .containsKey("error")
                    .doesNotContainKey("access_token");
            assertThat(sixth.target().getHost()).isEqualTo("localhost");

            get(world.accounts.sendMagicLink(app, "luke@example.com", null, client()));
            String late = world.key();
            world.clock.advance(Duration.ofMinutes(61));
            assertThat(query(get(world.accounts.follow(app, late, client())))).containsEntry("status", "403");
            assertThat(query(get(world.accounts.follow(app, "nonsense", client()))))
                    .containsEntry("status", "403");
            assertThat(query(get(world.accounts.follow(app("other", PAGES), late, client()))))
                    .containsEntry("status", "403");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResetEndsAllSessionsAndOpensNothingElse(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            Session session = world.session(app, world.luke(app));
            get(world.accounts.sendReset(app, LUKE, null, client()));
            get(world.accounts.sendMagicLink(app, "luke@example.com", null, client()));
            String one = world.key();
            String other = world.key();
            Link first = get(world.accounts.follow(app, one, client()));
            boolean resetFirst = "reset-pwd".equals(query(first).get("action"));
            String reset = accessToken(resetFirst ? first : get(world.accounts.follow(app, other, client())));
            String magic = accessToken(resetFirst ? get(world.accounts.follow(app, other, client())) : first);
            assertThat(refusal(world.accounts.grant(app, reset, client()))).isEqualTo(AccountError.WRONG_TOKEN_TYPE);
            assertThat(refusal(world.accounts.grant(app, one, client()))).isEqualTo(AccountError.WRONG_TOKEN_TYPE);
            assertThat(refusal(world.accounts.resetPassword(app, magic, "another-1", client())))
                    .isEqualTo(AccountError.WRONG_TOKEN_TYPE);
            get(world.accounts.resetPassword(app, reset, "another-1", client()));
            assertThat(session.isValid(world.clock.millis())).isFalse();
            assertThat(world.events).anySatisfy(event -> {
                assertThat(event.kind()).isEqualTo(UserEvents.Kind.PWDCHANGE);
                assertThat(event.session()).isNull();
            });
            // Once only, and what else was under way is void.
            assertThat(refusal(world.accounts.resetPassword(app, reset, "third-1", client())))
                    .isEqualTo(AccountError.INVALID_KEY);
            assertThat(refusal(world.accounts.grant(app, magic, client()))).isEqualTo(AccountError.INVALID_KEY);
            world.signIn(app, "luke@example.com", "another-1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAccessTokenWorksForFiveMinutes(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            world.luke(app);
            get(world.accounts.sendMagicLink(app, "luke@example.com", null, client()));
            String token = accessToken(get(world.accounts.follow(app, world.key(), client())));
            world.clock.advance(Duration.ofMinutes(5));
            assertThat(refusal(world.accounts.grant(app, token, client()))).isEqualTo(AccountError.INVALID_KEY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewAddressCountsOnceItsLinkWasFollowed(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            get(world.accounts.signUp(confirming, signUp(LUKE), client()));
            String token = accessToken(get(world.accounts.follow(confirming, world.key(), client())));
            SignedIn in = get(world.accounts.grant(confirming, token, client()));
            Session session = world.session(confirming, in);
            assertThat(refusal(world.accounts.changeEmail(confirming, session, "wrong", "new@example.com", null)))
                    .isEqualTo(AccountError.WRONG_PASSWORD);
            User same = get(world.accounts.changeEmail(confirming, session, PASSWORD, "New@Example.com", null));
            assertThat(same.email()).isEqualTo("luke@example.com");
            String key = world.key();
            assertThat(query(get(world.accounts.follow(confirming, key, client()))))
                    .containsEntry("action", "change-email")
                    .containsEntry("status", "200");
            assertThat(query(get(world.accounts.follow(confirming, key, client()))))
                    .containsEntry("status", "200");
            assertThat(world.kinds())
                    .filteredOn(UserEvents.Kind.EMAILCHANGE::equals)
                    .hasSize(1);
            User now = get(world.accounts.user(confirming, same.id()));
            assertThat(now == null ? null : now.email()).isEqualTo("new@example.com");
            get(world.accounts.signIn(confirming, Login.email("new@example.com"), PASSWORD, client()));
            assertThat(refusal(world.accounts.signIn(confirming, LUKE, PASSWORD, client())))
                    .isEqualTo(AccountError.INVALID_SIGN_IN);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAddressThatWasTakenMeanwhileIsNotChangedTo(Dialect dialect) throws Exception {
        App loose = app("confirmEmail: false, " + PAGES);
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            Session session = world.session(app, world.luke(app));
            get(world.accounts.changeEmail(confirming, session, PASSWORD, "new@example.com", null));
            String key = world.key();
            get(world.accounts.signUp(loose, signUp(Login.email("new@example.com")), client()));
            assertThat(query(get(world.accounts.follow(confirming, key, client()))))
                    .containsEntry("status", "400")
                    .doesNotContainKey("access_token");
            User user = get(world.accounts.user(app, session.user()));
            assertThat(user == null ? null : user.email()).isEqualTo("luke@example.com");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentToStrangersAndTheyAreToldTheSame(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            world.luke(app);
            get(world.accounts.sendReset(app, Login.email("nobody@example.com"), null, client()));
            get(world.accounts.sendMagicLink(app, "nobody@example.com", null, client()));
            get(world.accounts.sendCode(app, PHONE, client()));
            get(world.accounts.resendConfirmation(app, Login.email("nobody@example.com"), null, client()));
            get(world.accounts.sendReset(app, LUKE, null, client()));
            assertThat(world.message().to()).isEqualTo("luke@example.com");
            assertThat(world.messages).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCodeSignsInOnceAndDiesOfFiveWrongTries(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            get(world.accounts.signUp(app, signUp(Login.phone(PHONE)), client()));
            get(world.accounts.sendCode(app, "+1 (415) 555-0100", client()));
            Message message = world.message();
            assertThat(message.channel()).isEqualTo(Message.Channel.SMS);
            String code = message.values().getOrDefault("code", "");
            assertThat(code).matches("[0-9]{6}");
            assertThat(refusal(world.accounts.resetPasswordWithCode(app, PHONE, code, "another-1", client())))
                    .isEqualTo(AccountError.INVALID_KEY);
            SignedIn in = get(world.accounts.signInWithCode(app, PHONE, code, client()));
            assertThat(in.user().phoneVerified()).isTrue();
            assertThat(refusal(world.accounts.signInWithCode(app, PHONE, code, client())))
                    .isEqualTo(AccountError.INVALID_KEY);

            get(world.accounts.sendCode(app, PHONE, client()));
            String second = world.code();
            for (int i = 0; i < 5; i++) {
                String wrong = second.equals("000000") ? "000001" : "000000";
                assertThat(refusal(world.accounts.signInWithCode(app, PHONE, wrong, client())))
                        .isEqualTo(AccountError.INVALID_KEY);
            }
            assertThat(refusal(world.accounts.signInWithCode(app, PHONE, second, client())))
                    .isEqualTo(AccountError.INVALID_KEY);

            get(world.accounts.sendCode(app, PHONE, client()));
            String third = world.code();
            world.clock.advance(Duration.ofMinutes(10));
            assertThat(refusal(world.accounts.signInWithCode(app, PHONE, third, client())))
                    .isEqualTo(AccountError.INVALID_KEY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNumberIsConfirmedChangedAndResetByCodes(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            assertThat(get(world.accounts.signUp(confirming, signUp(Login.phone(PHONE)), client()))
                            .session())
                    .isNull();
            assertThat(refusal(world.accounts.signIn(confirming, Login.phone(PHONE), PASSWORD, client())))
                    .isEqualTo(AccountError.PHONE_NOT_VERIFIED);
            SignedIn in = get(world.accounts.verifyPhone(confirming, PHONE, world.code(), client()));
            Session session = world.session(confirming, in);
            get(world.accounts.changePhone(confirming, session, PASSWORD, "+14155550199"));
            SignedIn changed = get(world.accounts.verifyPhone(confirming, "+14155550199", world.code(), client()));
            assertThat(changed.session()).isNull();
            assertThat(changed.user().phone()).isEqualTo("+14155550199");
            assertThat(world.events.getLast().kind()).isEqualTo(UserEvents.Kind.PHONECHANGE);
            get(world.accounts.sendReset(confirming, Login.phone("+14155550199"), null, client()));
            get(world.accounts.resetPasswordWithCode(confirming, "+14155550199", world.code(), "another-1", client()));
            assertThat(session.isValid(world.clock.millis())).isFalse();
            get(world.accounts.signIn(confirming, Login.phone("+14155550199"), "another-1", client()));
        }
    }

    /** It was on its way while the number was changed. */
    @Test
    void aCodeToANumberThatIsNoLongerTheUsersResetsNothing() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            App app = app("phone: true");
            SignedIn in = get(world.accounts.signUp(app, signUp(Login.phone("+14155550199")), client()));
            String slot = OneTimeStore.slot("one", Purpose.RESET_CODE, PHONE);
            OneTimeStore.Row late = new OneTimeStore.Row(
                    slot,
                    "one",
                    in.user().id(),
                    Purpose.RESET_CODE,
                    PHONE,
                    world.accounts.services().signer().codeMac(slot, "123456"),
                    null,
                    world.clock.millis() + 60_000,
                    0);
            get(world.database.write(handle -> {
                OneTimeStore.put(handle, late);
                return slot;
            }));
            assertThat(refusal(world.accounts.resetPasswordWithCode(app, PHONE, "123456", "another-1", client())))
                    .isEqualTo(AccountError.INVALID_KEY);
            get(world.accounts.signIn(app, Login.phone("+14155550199"), PASSWORD, client()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDatabaseHoldsNoKeyAndNoCode(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            world.luke(app);
            get(world.accounts.signUp(app, signUp(Login.phone(PHONE)), client()));
            get(world.accounts.sendMagicLink(app, "luke@example.com", null, client()));
            String key = world.key();
            get(world.accounts.sendCode(app, PHONE, client()));
            String code = world.code();
            List<String> values = get(world.database.read(
                    handle -> handle.createQuery("SELECT * FROM one_time").mapToMap().list().stream()
                            .flatMap(row -> row.values().stream())
                            .map(String::valueOf)
                            .toList()));
            assertThat(values).isNotEmpty().noneMatch(value -> value.contains(key) || value.equals(code));
        }
    }

    @Test
    void oneTargetGetsSoManyMessagesAnHour() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder, "messagesPerHour: 2")) {
            for (String email : List.of("nobody@example.com", "luke@example.com")) {
                get(world.accounts.sendMagicLink(app, email, null, client()));
                get(world.accounts.sendReset(app, Login.email(email), null, client()));
                AccountException refused = catchThrowableOfType(
                        AccountException.class,
                        () -> AccountWorld.<@Nullable Void>get(
                                world.accounts.sendMagicLink(app, email, null, client())));
                assertThat(refused.error()).isEqualTo(AccountError.TOO_MANY_MESSAGES);
                assertThat(refused.retryAfterSeconds()).isEqualTo(3600);
            }
            world.clock.advance(Duration.ofMinutes(61));
            get(world.accounts.sendMagicLink(app, "luke@example.com", null, client()));
        }
    }

    @Test
    void linksLeadToListedPagesOnly() {
        List<URI> listed = List.of(URI.create("https://example.com/welcome"), URI.create("http://localhost:3000"));
        for (String good : List.of(
                "https://example.com/welcome",
                "https://EXAMPLE.com:443/welcome/",
                "https://example.com/welcome/in?a=b",
                "http://localhost:3000/x#/route",
                "http://localhost:3000")) {
            assertThat(Redirects.page(listed, good)).hasToString(good);
        }
        for (String bad : List.of(
                "https://example.com/welcomes",
                "https://example.com/",
                "http://example.com/welcome",
                "https://example.com:8443/welcome",
                "https://example.com.evil.org/welcome",
                "https://user@example.com/welcome",
                "https://evil.org\\@example.com/welcome",
                "https://example.com/welcome/../admin",
                "https://example.com/welcome/%2e%2e/admin",
                "https://example.com/welcome//evil.org",
                "https://example.com/welcome/..%2fadmin",
                "https://example.com/welcome\r\nX: y",
                "https://example.com/welcome?access_token=mine",
                "https://example.com/welcome?a=b&%73tatus=200",
                "javascript:alert(1)",
                "//example.com/welcome",
                "/welcome",
                "http://localhost:3001/",
                "https://example.com/welcome" + "x".repeat(3000))) {
            assertThat(refused(listed, bad)).as(bad).isEqualTo(AccountError.REDIRECT_NOT_LISTED);
        }
        assertThat(Redirects.page(listed, null)).isEqualTo(listed.getFirst());
        assertThat(refused(List.of(), null)).isEqualTo(AccountError.REDIRECT_MISSING);
    }

    private static AccountError refused(List<URI> listed, @Nullable String page) {
        return catchThrowableOfType(AccountException.class, () -> Redirects.page(listed, page))
                .error();
    }

    @Test
    void whereConfirmingNeedsAPageASignUpWithoutOneIsRefused() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            App pageless = app("confirmEmail: true");
            assertThat(refusal(world.accounts.signUp(pageless, signUp(LUKE), client())))
                    .isEqualTo(AccountError.REDIRECT_MISSING);
            assertThat(get(world.accounts.users(pageless, null, 10))).isEmpty();
        }
    }
}
