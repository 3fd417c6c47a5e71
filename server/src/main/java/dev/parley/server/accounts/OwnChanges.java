package dev.parley.server.accounts;

import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What users change of themselves, each time with their password. */
final class OwnChanges {

    /** A user that changed, with the session it did it in, if that is stored. */
    private record Changed(User user, @Nullable SessionInfo session) {}

    private final Services services;
    private final Mailings mailings;

    OwnChanges(Services services, Mailings mailings) {
        this.services = services;
        this.mailings = mailings;
    }

    CompletionStage<@Nullable Void> password(App app, Session current, String old, String wanted) {
        Ending ending = new Ending(services);
        return proven(app, current, old)
                .thenCompose(row -> services.hash(app, row.user(), wanted)
                        .thenCompose(stored -> services.write(ending, handle -> {
                            requireSame(handle, row);
                            UserStore.setPassword(handle, app.id(), current.user(), stored, services.now());
                            OneTimeStore.deleteOfUser(handle, app.id(), current.user(), "");
                            ending.all(handle, app, current.user(), current.id());
                            return changed(handle, app, current);
                        })))
                // The other devices are out before the event: it shows the session that goes on, with its token, and a
                // password is
                // changed to be rid of somebody.
                .thenCompose(changed -> ending.finish(app.id(), current.user(), changed.user())
                        .thenCompose(
                                _ -> services.raise(UserEvents.Kind.PWDCHANGE, changed.session(), changed.user())));
    }

    CompletionStage<User> email(App app, Session current, String password, String email, @Nullable String redirect) {
        Services.requireAllowed(app, Login.Kind.EMAIL);
        LoginName wanted = LoginName.of(Login.email(email));
        if (!app.config().auth().confirmEmail()) {
            return atOnce(app, current, password, wanted, UserEvents.Kind.EMAILCHANGE);
        }
        Redirects.page(app.config().auth().redirectUrls(), redirect);
        return afterwards(app, current, password, wanted, Purpose.CHANGE_EMAIL, redirect);
    }

    CompletionStage<User> phone(App app, Session current, String password, String phone) {
        Services.requireAllowed(app, Login.Kind.PHONE);
        LoginName wanted = LoginName.of(Login.phone(phone));
        return app.config().auth().confirmPhone()
                ? afterwards(app, current, password, wanted, Purpose.CHANGE_PHONE, null)
                : atOnce(app, current, password, wanted, UserEvents.Kind.PHONECHANGE);
    }

    private CompletionStage<User> atOnce(
            App app, Session current, String password, LoginName wanted, UserEvents.Kind kind) {
        return proven(app, current, password)
                .thenCompose(row -> services.write(handle -> {
                    requireSame(handle, row);
                    UserStore.setLogin(handle, app.id(), current.user(), wanted, false);
                    // Links and codes that went to the old one.
                    OneTimeStore.deleteOfUser(handle, app.id(), current.user(), "");
                    services.parts().changes().append(handle, app.id(), Changes.USER, current.user());
                    return changed(handle, app, current);
                }))
                .thenCompose(changed ->
                        services.raise(kind, changed.session(), changed.user()).thenApply(_ -> changed.user()));
    }

    private CompletionStage<User> afterwards(
            App app, Session current, String password, LoginName wanted, Purpose purpose, @Nullable String redirect) {
        return proven(app, current, password)
                .thenCompose(row -> services.read(handle -> {
                    UserRow other = UserStore.byLogin(handle, app.id(), wanted);
                    if (other != null && !other.user().id().equals(current.user())) {
                        throw new AccountException(wanted.taken());
                    }
                    return row.user();
                }))
                .thenApply(user -> {
                    services.attempts().message(app.id(), wanted);
                    mailings.send(app, user.id(), purpose, wanted, redirect);
                    return user;
                });
    }

    /** The user, whose password was right. */
    private CompletionStage<UserRow> proven(App app, Session current, String password) {
        services.attempts().session(app.id(), current.user(), current.id());
        if (Passwords.isTooLong(password)) {
            return Services.refused(AccountError.WRONG_PASSWORD);
        }
        return services.read(handle -> UserStore.require(handle, app.id(), current.user()))
                .thenCompose(row -> services.passwords()
                        .check(password, row.password())
                        .thenApply(check -> {
                            if (!check.right()) {
                                throw new AccountException(AccountError.WRONG_PASSWORD);
                            }
                            return row;
                        }));
    }

    /** The password is still the one that was right. */
    private void requireSame(Handle handle, UserRow row) {
        String app = row.user().app();
        UserRow now = UserStore.requireEnabled(handle, app, row.user().id(), services.now());
        if (row.password() == null || !row.password().equals(now.password())) {
            throw new AccountException(AccountError.WRONG_PASSWORD);
        }
    }

    private Changed changed(Handle handle, App app, Session current) {
        SessionRow row = SessionStore.byId(handle, app.id(), current.id());
        return new Changed(
                UserStore.require(handle, app.id(), current.user()).user(),
                row == null ? null : row.info(services.signer()));
    }
}
