package dev.parley.server.accounts;

import dev.parley.server.identity.App;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Following links from mails, and setting a new password with what they lead to. */
final class Links {

    /** Mail scanners follow links before people do. */
    private static final int MAX_USES = 5;

    private static final Duration GRANT_LIFETIME = Duration.ofMinutes(5);

    /** What came of following a link. */
    private record Followed(
            OneTimeStore.@Nullable Row link,
            @Nullable AccountError error,
            @Nullable String accessToken,
            @Nullable User changed) {

        static Followed refused(OneTimeStore.@Nullable Row link, AccountError error) {
            return new Followed(link, error, null, null);
        }
    }

    private final Services services;
    private final Codes codes;

    Links(Services services) {
        this.services = services;
        codes = new Codes(services.signer());
    }

    CompletionStage<Link> follow(App app, String key, Client client) {
        services.attempts().address(client);
        String id = OneTimeStore.keyId(key);
        return services.write(handle -> follow(handle, app, id))
                .exceptionally(failure -> {
                    if (Stages.cause(failure) instanceof AccountException refused) {
                        // Somebody took the address between the look and the change.
                        return Followed.refused(null, refused.error());
                    }
                    throw new CompletionException(Stages.cause(failure));
                })
                .thenCompose(followed -> {
                    Link link = link(app, followed);
                    return followed.changed() == null
                            ? CompletableFuture.completedFuture(link)
                            : services.raise(UserEvents.Kind.EMAILCHANGE, null, followed.changed())
                                    .thenApply(_ -> link);
                });
    }

    private Followed follow(Handle handle, App app, String id) {
        OneTimeStore.Row link = OneTimeStore.use(handle, app.id(), id);
        long now = services.now();
        if (link == null || link.expiresAt() <= now || link.uses() > MAX_USES) {
            return Followed.refused(link, AccountError.INVALID_KEY);
        }
        if (!link.purpose().isLink()) {
            return Followed.refused(null, AccountError.WRONG_TOKEN_TYPE);
        }
        UserRow row = UserStore.touch(handle, app.id(), link.user(), now)
                ? UserStore.byId(handle, app.id(), link.user())
                : null;
        if (row == null || row.user().disabled()) {
            return Followed.refused(link, AccountError.INVALID_KEY);
        }
        LoginName address = LoginName.of(Login.email(link.target()));
        boolean changes = !address.shown().equals(row.user().email());
        if (changes) {
            if (link.purpose() != Purpose.CHANGE_EMAIL) {
                return Followed.refused(link, AccountError.INVALID_KEY);
            }
            if (UserStore.byLogin(handle, app.id(), address) != null) {
                return Followed.refused(link, AccountError.EMAIL_NOT_UNIQUE);
            }
            UserStore.setLogin(handle, app.id(), link.user(), address, true);
            OneTimeStore.deleteOfUser(handle, app.id(), link.user(), link.id());
            services.parts().changes().append(handle, app.id(), Changes.USER, link.user());
        } else {
            UserStore.setVerified(handle, app.id(), link.user(), address, true);
        }
        User user = UserStore.require(handle, app.id(), link.user()).user();
        return new Followed(link, null, grant(handle, link, now), changes ? user : null);
    }

    private String grant(Handle handle, OneTimeStore.Row link, long now) {
        String token = services.ids().key();
        OneTimeStore.put(
                handle,
                new OneTimeStore.Row(
                        OneTimeStore.keyId(token),
                        link.app(),
                        link.user(),
                        link.purpose() == Purpose.RESET_LINK ? Purpose.RESET_GRANT : Purpose.SIGN_IN_GRANT,
                        link.target(),
                        "",
                        null,
                        now + GRANT_LIFETIME.toMillis(),
                        0));
        return token;
    }

    private static Link link(App app, Followed followed) {
        OneTimeStore.Row row = followed.link();
        List<URI> listed = app.config().auth().redirectUrls();
        List<String> query = new ArrayList<>();
        if (followed.accessToken() != null) {
            query.addAll(List.of("access_token", followed.accessToken()));
        }
        if (row != null && row.purpose().action() != null) {
            query.addAll(List.of("action", row.purpose().action()));
        }
        AccountError error = followed.error();
        if (error == null) {
            query.addAll(List.of("status", "200"));
        } else {
            query.addAll(List.of("status", Integer.toString(error.status()), "error", error.message()));
        }
        return new Link(Redirects.with(page(listed, row), query));
    }

    /** The page the link was made for, unless the app has taken it off its list since. */
    private static URI page(List<URI> listed, OneTimeStore.@Nullable Row row) {
        try {
            return Redirects.page(listed, row == null ? null : row.redirect());
        } catch (AccountException e) {
            return Redirects.page(listed, null);
        }
    }

    CompletionStage<@Nullable Void> resetPassword(App app, String accessToken, String wanted, Client client) {
        services.attempts().address(client);
        String id = OneTimeStore.keyId(accessToken);
        return services.<OneTimeStore.@Nullable Row>read(handle -> OneTimeStore.find(handle, app.id(), id))
                .thenCompose(row -> {
                    if (row == null || row.expiresAt() <= services.now()) {
                        return Services.refused(AccountError.INVALID_KEY);
                    }
                    return row.purpose() == Purpose.RESET_GRANT
                            ? setPassword(app, row, Login.email(row.target()), wanted)
                            : Services.refused(AccountError.WRONG_TOKEN_TYPE);
                });
    }

    CompletionStage<@Nullable Void> resetPasswordWithCode(
            App app, String phone, String code, String wanted, Client client) {
        LoginName name = LoginName.of(Login.phone(phone));
        if (Passwords.isTooLong(wanted)) {
            return Services.refused(AccountError.INVALID_VALUE);
        }
        services.attempts().account(app.id(), name, client);
        return services.<OneTimeStore.@Nullable Row>write(
                        handle -> codes.redeem(handle, app.id(), Purpose.RESET_CODE, name, code, services.now()))
                .thenCompose(row -> row == null
                        ? Services.refused(AccountError.INVALID_KEY)
                        : setPassword(app, row, Login.phone(phone), wanted));
    }

    private CompletionStage<@Nullable Void> setPassword(App app, OneTimeStore.Row proof, Login proven, String wanted) {
        Ending ending = new Ending(services);
        return services.hash(app, proof.user(), wanted)
                .thenCompose(stored -> services.write(ending, handle -> {
                    // A code was taken away when it was tried.
                    if (proof.purpose() == Purpose.RESET_GRANT && !OneTimeStore.consume(handle, proof.id())) {
                        throw new AccountException(AccountError.INVALID_KEY);
                    }
                    requireOwn(UserStore.requireEnabled(handle, app.id(), proof.user(), services.now()), proven);
                    UserStore.setPassword(handle, app.id(), proof.user(), stored, services.now());
                    UserStore.setVerified(handle, app.id(), proof.user(), LoginName.of(proven), true);
                    OneTimeStore.deleteOfUser(handle, app.id(), proof.user(), "");
                    ending.all(handle, app, proof.user(), "");
                    return UserStore.require(handle, app.id(), proof.user()).user();
                }))
                .thenCompose(user -> services.raise(UserEvents.Kind.PWDCHANGE, null, user)
                        .thenCompose(_ -> ending.finish(app.id(), user.id(), user)));
    }

    /** A message may have been on its way to an old address or number while its user got a new one. */
    private static void requireOwn(UserRow row, Login proven) {
        String now = proven.kind() == Login.Kind.PHONE
                ? row.user().phone()
                : row.user().email();
        if (!LoginName.of(proven).shown().equals(now)) {
            throw new AccountException(AccountError.INVALID_KEY);
        }
    }
}
