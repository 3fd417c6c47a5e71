package dev.parley.server.accounts;

import dev.parley.server.config.AuthConfig;
import dev.parley.server.identity.App;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Lets users in: a new session, in the transaction that decides whether they may. */
final class Entrance {

    private static final int MAX_USER_AGENT = 512;

    /** Decides in a transaction. */
    @FunctionalInterface
    interface Admit {

        /** The user as it is from now on, or null if it is not stored; throws {@link AccountException} if it may not come in. */
        @Nullable
        User run(Handle handle);
    }

    /**
     * What session is wanted.
     *
     * @param lifetime null for the app's for that family
     */
    record Wish(
            App app, Client client, String family, @Nullable Duration lifetime, List<String> channels) {

        static Wish usual(App app, Client client) {
            return new Wish(app, client, client.family(), null, List.of());
        }
    }

    private record Entered(@Nullable User user, SessionRow session) {}

    private final Services services;

    Entrance(Services services) {
        this.services = services;
    }

    /** A session for a stored user. */
    CompletionStage<SignedIn> enter(Wish wish, String user, Admit admit) {
        return open(wish, user, admit).thenApply(this::signedIn);
    }

    /** A session for the stored user that is found or made in the transaction. */
    CompletionStage<SignedIn> enter(Wish wish, Admit admit) {
        return open(wish, null, admit).thenApply(this::signedIn);
    }

    private SignedIn signedIn(Entered entered) {
        if (entered.user() == null) {
            throw new AccountException(AccountError.USER_NOT_FOUND);
        }
        return new SignedIn(entered.user(), info(entered));
    }

    /** A session for a user who need not be stored. */
    CompletionStage<SessionInfo> mint(Wish wish, String user, Admit admit) {
        return open(wish, user, admit).thenApply(this::info);
    }

    private SessionInfo info(Entered entered) {
        return entered.session().info(services.signer());
    }

    /** @param known the user's id; null if it is that of the user who is admitted */
    private CompletionStage<Entered> open(Wish wish, @Nullable String known, Admit admit) {
        Ending ending = new Ending(services);
        String app = wish.app().id();
        return services.write(ending, handle -> {
                    User now = admit.run(handle);
                    SessionRow row = row(wish, known == null ? idOf(now) : known);
                    SessionStore.insert(handle, row);
                    ending.beyond(handle, row, wish.app().config().auth().maxSessionsPerUser());
                    return new Entered(now, row);
                })
                .thenCompose(entered -> {
                    String user = entered.session().user();
                    return ending.finish(app, user, entered.user())
                            .thenCompose(_ ->
                                    services.raise(app, user, UserEvents.Kind.SIGNIN, info(entered), entered.user()))
                            .thenApply(_ -> entered);
                });
    }

    private static String idOf(@Nullable User user) {
        if (user == null) {
            throw new AccountException(AccountError.USER_NOT_FOUND);
        }
        return user.id();
    }

    private static Duration usualLifetime(Wish wish) {
        AuthConfig auth = wish.app().config().auth();
        return wish.family().equals(Client.VCHAT) ? auth.vchatSessionLifetime() : auth.sessionLifetime();
    }

    private SessionRow row(Wish wish, String user) {
        long now = services.now();
        Duration lifetime = wish.lifetime();
        Duration chosen = lifetime == null ? usualLifetime(wish) : lifetime;
        InetAddress address = wish.client().address();
        return new SessionRow(
                services.ids().session(),
                wish.app().id(),
                user,
                wish.family(),
                now,
                now + chosen.toMillis(),
                Texts.tamed(wish.client().userAgent(), MAX_USER_AGENT),
                address == null ? null : address.getHostAddress(),
                wish.channels());
    }
}
