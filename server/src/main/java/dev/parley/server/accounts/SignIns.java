package dev.parley.server.accounts;

import dev.parley.server.config.AuthConfig;
import dev.parley.server.identity.App;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Signing in: with a password, with a code, with the access token of a link. */
final class SignIns {

    private final Services services;
    private final Entrance entrance;
    private final Codes codes;

    SignIns(Services services, Entrance entrance) {
        this.services = services;
        this.entrance = entrance;
        codes = new Codes(services.signer());
    }

    CompletionStage<SignedIn> withPassword(App app, Login login, String password, Client client) {
        Services.requireAllowed(app, login.kind());
        LoginName name = LoginName.orNull(login);
        if (name == null || Passwords.isTooLong(password)) {
            services.attempts().address(client);
            return services.passwords()
                    .check("", null)
                    .thenCompose(_ -> Services.refused(AccountError.INVALID_SIGN_IN));
        }
        services.attempts().account(app.id(), name, client);
        return services.<@Nullable UserRow>read(handle -> UserStore.byLogin(handle, app.id(), name))
                .thenCompose(row -> services.passwords()
                        .check(password, row == null ? null : row.password())
                        .thenCompose(check -> {
                            if (row == null || !check.right()) {
                                return Services.refused(AccountError.INVALID_SIGN_IN);
                            }
                            // The right password was shown: only now is it told what the matter is with the account.
                            requireReady(app, row.user(), login.kind());
                            services.attempts().succeeded(app.id(), name, client);
                            return services.keep(app, row, check.rehashed(), password)
                                    .thenCompose(kept -> enter(app, row, kept, client));
                        }));
    }

    static void requireReady(App app, User user, Login.Kind kind) {
        AuthConfig auth = app.config().auth();
        if (user.disabled()) {
            throw new AccountException(AccountError.USER_DISABLED);
        }
        if (kind == Login.Kind.EMAIL && auth.confirmEmail() && !user.emailVerified()) {
            throw new AccountException(AccountError.EMAIL_NOT_VERIFIED);
        }
        if (kind == Login.Kind.PHONE && auth.confirmPhone() && !user.phoneVerified()) {
            throw new AccountException(AccountError.PHONE_NOT_VERIFIED);
        }
    }

    private CompletionStage<SignedIn> enter(App app, UserRow row, StoredPassword kept, Client client) {
        String id = row.user().id();
        return entrance.enter(Entrance.Wish.usual(app, client), id, handle -> {
            if (!UserStore.signedIn(handle, row, kept, services.now())) {
                // Deleted, disabled or given another password while this one was checked.
                throw new AccountException(AccountError.INVALID_SIGN_IN);
            }
            return UserStore.require(handle, app.id(), id).user();
        });
    }

    CompletionStage<SignedIn> withCode(App app, String phone, String code, Client client) {
        Services.requireAllowed(app, Login.Kind.PHONE);
        LoginName name = LoginName.of(Login.phone(phone));
        services.attempts().account(app.id(), name, client);
        return services.<OneTimeStore.@Nullable Row>write(
                        handle -> codes.redeem(handle, app.id(), Purpose.SIGN_IN_CODE, name, code, services.now()))
                .thenCompose(row -> row == null
                        ? Services.refused(AccountError.INVALID_KEY)
                        : entrance.enter(
                                Entrance.Wish.usual(app, client), row.user(), handle -> proven(handle, row, name)));
    }

    /** The user has shown that the number, which is still its own, is in its hands. */
    private User proven(Handle handle, OneTimeStore.Row row, LoginName phone) {
        User user = UserStore.requireEnabled(handle, row.app(), row.user(), services.now())
                .user();
        if (!phone.shown().equals(user.phone())) {
            throw new AccountException(AccountError.INVALID_KEY);
        }
        UserStore.setVerified(handle, row.app(), row.user(), phone, true);
        UserStore.signedIn(handle, row.app(), row.user(), services.now());
        return UserStore.require(handle, row.app(), row.user()).user();
    }

    CompletionStage<SignedIn> verifyPhone(App app, String phone, String code, Client client) {
        LoginName name = LoginName.of(Login.phone(phone));
        services.attempts().account(app.id(), name, client);
        return services.<OneTimeStore.@Nullable Row>write(handle -> {
                    OneTimeStore.Row confirm =
                            codes.redeem(handle, app.id(), Purpose.CONFIRM_PHONE, name, code, services.now());
                    return confirm != null
                            ? confirm
                            : codes.redeem(handle, app.id(), Purpose.CHANGE_PHONE, name, code, services.now());
                })
                .thenCompose(row -> {
                    if (row == null) {
                        return Services.refused(AccountError.INVALID_KEY);
                    }
                    return row.purpose() == Purpose.CHANGE_PHONE
                            ? changePhone(row, name)
                            : confirmPhone(app, row, name, client);
                });
    }

    private CompletionStage<SignedIn> confirmPhone(App app, OneTimeStore.Row row, LoginName phone, Client client) {
        return entrance.enter(Entrance.Wish.usual(app, client), row.user(), handle -> proven(handle, row, phone));
    }

    private CompletionStage<SignedIn> changePhone(OneTimeStore.Row row, LoginName phone) {
        return services.write(handle -> {
                    UserStore.requireEnabled(handle, row.app(), row.user(), services.now());
                    UserStore.setLogin(handle, row.app(), row.user(), phone, true);
                    OneTimeStore.deleteOfUser(handle, row.app(), row.user(), "");
                    services.parts().changes().append(handle, row.app(), Changes.USER, row.user());
                    return UserStore.require(handle, row.app(), row.user()).user();
                })
                .thenCompose(user -> services.raise(UserEvents.Kind.PHONECHANGE, null, user)
                        .thenApply(_ -> new SignedIn(user, null)));
    }

    CompletionStage<SignedIn> grant(App app, String accessToken, Client client) {
        services.attempts().address(client);
        String id = OneTimeStore.keyId(accessToken);
        return services.<OneTimeStore.@Nullable Row>read(handle -> OneTimeStore.find(handle, app.id(), id))
                .thenCompose(row -> {
                    if (row == null || row.expiresAt() <= services.now()) {
                        return Services.refused(AccountError.INVALID_KEY);
                    }
                    if (row.purpose() != Purpose.SIGN_IN_GRANT) {
                        return Services.refused(AccountError.WRONG_TOKEN_TYPE);
                    }
                    return entrance.enter(Entrance.Wish.usual(app, client), row.user(), handle -> granted(handle, row));
                });
    }

    private User granted(Handle handle, OneTimeStore.Row row) {
        if (!OneTimeStore.consume(handle, row.id())) {
            throw new AccountException(AccountError.INVALID_KEY);
        }
        UserStore.requireEnabled(handle, row.app(), row.user(), services.now());
        UserStore.signedIn(handle, row.app(), row.user(), services.now());
        return UserStore.require(handle, row.app(), row.user()).user();
    }
}
