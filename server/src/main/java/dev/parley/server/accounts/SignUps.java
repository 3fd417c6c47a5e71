package dev.parley.server.accounts;

import dev.parley.server.config.AuthConfig;
import dev.parley.server.identity.App;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Signing up. */
final class SignUps {

    private final Services services;
    private final Entrance entrance;
    private final Mailings mailings;

    SignUps(Services services, Entrance entrance, Mailings mailings) {
        this.services = services;
        this.entrance = entrance;
        this.mailings = mailings;
    }

    /** The address was counted. */
    CompletionStage<SignedIn> signUp(App app, SignUp request, Client client) {
        Services.requireAllowed(app, request.login().kind());
        LoginName login = LoginName.of(request.login());
        boolean confirm = mustConfirm(app, login.kind());
        if (confirm && login.kind() == Login.Kind.EMAIL) {
            // Now, and not when there is a user who cannot be told.
            Redirects.page(app.config().auth().redirectUrls(), request.redirect());
        }
        if (confirm) {
            services.attempts().message(app.id(), login);
        }
        User user = UserForm.signUp(app.id(), request, login, services.ids(), services.now());
        return services.hashIfAny(app, user, request.password())
                .thenCompose(stored -> confirm
                        ? addUnconfirmed(app, user, login, stored, request.redirect())
                        : addAndEnter(app, user, login, stored, client));
    }

    private static boolean mustConfirm(App app, Login.Kind kind) {
        AuthConfig auth = app.config().auth();
        return switch (kind) {
            case EMAIL -> auth.confirmEmail();
            case PHONE -> auth.confirmPhone();
            case USERNAME, VCHAT -> false;
        };
    }

    private CompletionStage<SignedIn> addAndEnter(
            App app, User user, LoginName login, StoredPassword stored, Client client) {
        return entrance.enter(Entrance.Wish.usual(app, client), user.id(), handle -> {
            UserStore.insert(handle, user, stored);
            UserStore.setLogin(handle, app.id(), user.id(), login, false);
            return user;
        });
    }

    private CompletionStage<SignedIn> addUnconfirmed(
            App app, User user, LoginName login, StoredPassword stored, @Nullable String redirect) {
        return services.<SignedIn>write(handle -> {
                    UserStore.insert(handle, user, stored);
                    UserStore.setLogin(handle, app.id(), user.id(), login, false);
                    return new SignedIn(user, null);
                })
                .thenApply(signedUp -> {
                    mailings.confirm(app, user.id(), login, redirect);
                    return signedUp;
                });
    }
}
