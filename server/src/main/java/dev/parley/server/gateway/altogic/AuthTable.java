package dev.parley.server.gateway.altogic;

import dev.parley.server.accounts.AccountError;
import dev.parley.server.accounts.AccountException;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.Login;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The auth calls of both libraries: the table of altogic-agnost 6.3. */
final class AuthTable {

    /** What a call does; it may throw {@link InvalidInput} before it has done anything. */
    @FunctionalInterface
    interface Action {
        CompletionStage<AuthAnswer> run(AuthCall call);
    }

    /** What a call carries. */
    enum Body {
        NONE,
        /** Agnost's library sends one, Altogic's puts the same into the query. */
        OPTIONAL,
        REQUIRED
    }

    /** @param session whether it needs one */
    record Row(HttpMethod method, Body body, boolean session, Action action) {}

    private final Accounts accounts;
    private final Map<String, Row> rows = new HashMap<>();

    AuthTable(Accounts accounts) {
        this.accounts = accounts;
        signingUpAndIn();
        linksAndCodes();
        sessions();
        account();
    }

    /** @param path such as {@code auth/user} */
    @Nullable
    Row row(String path) {
        return rows.get(path);
    }

    private void open(String path, Body body, Action action) {
        rows.put("auth/" + path, new Row(HttpMethod.POST, body, false, action));
    }

    private void own(HttpMethod method, String path, Body body, Action action) {
        rows.put("auth/" + path, new Row(method, body, true, action));
    }

    private void signingUpAndIn() {
        open(
                "signup-email",
                Body.REQUIRED,
                call -> signUp(call, Login.email(call.body().text("email"))));
        open(
                "signup-phone",
                Body.REQUIRED,
                call -> signUp(call, Login.phone(call.body().text("phone"))));
        open(
                "signin-email",
                Body.REQUIRED,
                call -> signIn(call, Login.email(call.body().text("email"))));
        open(
                "signin-phone",
                Body.REQUIRED,
                call -> signIn(call, Login.phone(call.body().text("phone"))));
        open(
                "signin-code",
                Body.NONE,
                call -> accounts.signInWithCode(
                                call.app(),
                                call.query().text("phone"),
                                call.query().text("code"),
                                call.client())
                        .thenApply(AuthAnswer::signedIn));
        open(
                "verify-phone",
                Body.NONE,
                call -> accounts.verifyPhone(
                                call.app(),
                                call.query().text("phone"),
                                call.query().text("code"),
                                call.client())
                        .thenApply(AuthAnswer::signedIn));
        rows.put(
                "auth/grant",
                new Row(
                        HttpMethod.GET,
                        Body.NONE,
                        false,
                        call -> accounts.grant(call.app(), call.query().text("key"), call.client())
                                .thenApply(AuthAnswer::signedIn)));
    }

    private CompletionStage<AuthAnswer> signUp(AuthCall call, Login login) {
        return accounts.signUp(call.app(), call.signUp(login), call.client()).thenApply(AuthAnswer::signedIn);
    }

    private CompletionStage<AuthAnswer> signIn(AuthCall call, Login login) {
        String password = call.body().password("password");
        return accounts.signIn(call.app(), login, password, call.client()).thenApply(AuthAnswer::signedIn);
    }

    private void linksAndCodes() {
        open(
                "resend",
                Body.OPTIONAL,
                call -> empty(accounts.resendConfirmation(
                        call.app(), Login.email(call.email()), call.redirect(), call.client())));
        open(
                "send-magic",
                Body.OPTIONAL,
                call -> empty(accounts.sendMagicLink(call.app(), call.email(), call.redirect(), call.client())));
        open(
                "send-reset",
                Body.OPTIONAL,
                call -> empty(
                        accounts.sendReset(call.app(), Login.email(call.email()), call.redirect(), call.client())));
        open(
                "resend-code",
                Body.NONE,
                call -> empty(accounts.resendConfirmation(
                        call.app(), Login.phone(call.query().text("phone")), null, call.client())));
        open(
                "send-code",
                Body.NONE,
                call -> empty(accounts.sendCode(call.app(), call.query().text("phone"), call.client())));
        open(
                "send-reset-code",
                Body.NONE,
                call -> empty(
                        accounts.sendReset(call.app(), Login.phone(call.query().text("phone")), null, call.client())));
        open(
                "reset-pwd",
                Body.REQUIRED,
                call -> empty(accounts.resetPassword(
                        call.app(), call.query().text("key"), call.body().newPassword("newPassword"), call.client())));
        open(
                "reset-pwd-code",
                Body.REQUIRED,
                call -> empty(accounts.resetPasswordWithCode(
                        call.app(),
                        call.query().text("phone"),
                        call.query().text("code"),
                        call.body().newPassword("newPassword"),
                        call.client())));
    }

    private void sessions() {
        own(HttpMethod.POST, "signout", Body.OPTIONAL, this::signOut);
        own(
                HttpMethod.POST,
                "signout-all",
                Body.NONE,
                call -> accounts.signOutAll(call.app(), call.needed().user()).thenApply(done -> AuthAnswer.SIGNED_OUT));
        own(
                HttpMethod.POST,
                "signout-all-except",
                Body.NONE,
                call -> empty(accounts.signOutAllExcept(call.app(), call.needed())));
        own(
                HttpMethod.GET,
                "sessions",
                Body.NONE,
                call -> accounts.sessions(call.app(), call.needed().user())
                        .thenApply(list -> AuthAnswer.json(AccountJson.sessions(list))));
    }

    private CompletionStage<AuthAnswer> signOut(AuthCall call) {
        String other = call.body().optional("token");
        boolean own = other == null || other.equals(call.token());
        return accounts.signOut(call.app(), call.needed(), other)
                .thenApply(done -> own ? AuthAnswer.SIGNED_OUT : AuthAnswer.EMPTY);
    }

    private void account() {
        own(HttpMethod.GET, "user", Body.NONE, this::user);
        own(
                HttpMethod.POST,
                "change-pwd",
                Body.REQUIRED,
                call -> empty(accounts.changePassword(
                        call.app(),
                        call.needed(),
                        call.body().password("oldPassword"),
                        call.body().newPassword("newPassword"))));
        own(
                HttpMethod.POST,
                "change-email",
                Body.REQUIRED,
                call -> accounts.changeEmail(
                                call.app(),
                                call.needed(),
                                call.body().password("currentPassword"),
                                call.body().text("newEmail"),
                                call.redirect())
                        .thenApply(user -> AuthAnswer.changed(user, call.dart())));
        own(
                HttpMethod.POST,
                "change-phone",
                Body.REQUIRED,
                call -> accounts.changePhone(
                                call.app(),
                                call.needed(),
                                call.body().password("currentPassword"),
                                call.body().text("newPhone"))
                        .thenApply(user -> AuthAnswer.changed(user, call.dart())));
    }

    private CompletionStage<AuthAnswer> user(AuthCall call) {
        return accounts.user(call.app(), call.needed().user())
                .thenCompose(user -> user == null
                        ? CompletableFuture.failedFuture(new AccountException(AccountError.USER_NOT_FOUND))
                        : CompletableFuture.completedFuture(AuthAnswer.json(AccountJson.user(user))));
    }

    private static CompletionStage<AuthAnswer> empty(CompletionStage<@Nullable Void> done) {
        return done.thenApply(nothing -> AuthAnswer.EMPTY);
    }
}
