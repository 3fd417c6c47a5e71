package dev.parley.server.accounts;

import dev.parley.server.delivery.Message;
import dev.parley.server.identity.App;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends links and codes. The calls that anybody may make end before it is looked up whether there is such a user, so that
 * neither the answer nor its time tells.
 */
final class Mailings {

    private static final Logger LOG = LoggerFactory.getLogger(Mailings.class);

    private final Services services;

    Mailings(Services services) {
        this.services = services;
    }

    /** Sends what is needed to confirm a login: a link or a code. The redirect has been checked. */
    void confirm(App app, String user, LoginName login, @Nullable String redirect) {
        Purpose purpose = login.kind() == Login.Kind.PHONE ? Purpose.CONFIRM_PHONE : Purpose.CONFIRM_EMAIL;
        send(app, user, purpose, login, redirect);
    }

    CompletionStage<@Nullable Void> resend(App app, Login login, @Nullable String redirect, Client client) {
        return login.kind() == Login.Kind.PHONE
                ? ask(app, Purpose.CONFIRM_PHONE, login, null, client, user -> !user.phoneVerified())
                : ask(app, Purpose.CONFIRM_EMAIL, login, redirect, client, user -> !user.emailVerified());
    }

    CompletionStage<@Nullable Void> magic(App app, String email, @Nullable String redirect, Client client) {
        return ask(app, Purpose.MAGIC_LINK, Login.email(email), redirect, client, _ -> true);
    }

    CompletionStage<@Nullable Void> code(App app, String phone, Client client) {
        return ask(app, Purpose.SIGN_IN_CODE, Login.phone(phone), null, client, _ -> true);
    }

    CompletionStage<@Nullable Void> reset(App app, Login login, @Nullable String redirect, Client client) {
        Purpose purpose = login.kind() == Login.Kind.PHONE ? Purpose.RESET_CODE : Purpose.RESET_LINK;
        return ask(app, purpose, login, redirect, client, _ -> true);
    }

    private CompletionStage<@Nullable Void> ask(
            App app, Purpose purpose, Login login, @Nullable String redirect, Client client, Predicate<User> wanted) {
        if (login.kind() != Login.Kind.EMAIL && login.kind() != Login.Kind.PHONE) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        Services.requireAllowed(app, login.kind());
        LoginName name = LoginName.of(login);
        if (purpose.isLink()) {
            Redirects.page(app.config().auth().redirectUrls(), redirect);
        }
        services.attempts().address(client);
        services.attempts().message(app.id(), name);
        services.<@Nullable UserRow>read(handle -> UserStore.byLogin(handle, app.id(), name))
                .whenComplete((row, failure) -> {
                    if (failure != null) {
                        notSent(app, purpose, failure);
                    } else if (row != null && !row.user().disabled() && wanted.test(row.user())) {
                        send(app, row.user().id(), purpose, name, redirect);
                    }
                });
        return Stages.done();
    }

    /** Stores a new key or code and sends it; what goes wrong is logged. */
    void send(App app, String user, Purpose purpose, LoginName target, @Nullable String redirect) {
        if (purpose.isLink()) {
            sendLink(app, user, purpose, target, redirect);
        } else {
            sendCode(app, user, purpose, target);
        }
    }

    private void sendLink(App app, String user, Purpose purpose, LoginName target, @Nullable String redirect) {
        URI page = Redirects.page(app.config().auth().redirectUrls(), redirect);
        Duration lifetime = app.config().auth().linkLifetime();
        String key = services.ids().key();
        OneTimeStore.Row row = new OneTimeStore.Row(
                OneTimeStore.keyId(key),
                app.id(),
                user,
                purpose,
                target.name(),
                "",
                page.toString(),
                services.now() + lifetime.toMillis(),
                0);
        String link = services.parts().baseUrl().get() + "/v1/links/"
                + URLEncoder.encode(app.id(), StandardCharsets.UTF_8) + "?key=" + key;
        deliver(
                app,
                row,
                new Message(
                        app.id(),
                        Message.Channel.EMAIL,
                        purpose.message(),
                        target.shown(),
                        Map.of("link", link, "minutes", minutes(lifetime))));
    }

    private void sendCode(App app, String user, Purpose purpose, LoginName target) {
        Duration lifetime = app.config().auth().codeLifetime();
        String code = services.ids().code();
        String slot = OneTimeStore.slot(app.id(), purpose, target.name());
        OneTimeStore.Row row = new OneTimeStore.Row(
                slot,
                app.id(),
                user,
                purpose,
                target.name(),
                services.signer().codeMac(slot, code),
                null,
                services.now() + lifetime.toMillis(),
                0);
        deliver(
                app,
                row,
                new Message(
                        app.id(),
                        Message.Channel.SMS,
                        purpose.message(),
                        target.shown(),
                        Map.of("code", code, "minutes", minutes(lifetime))));
    }

    private static String minutes(Duration lifetime) {
        return Long.toString(Math.max(1, lifetime.toMinutes()));
    }

    private void deliver(App app, OneTimeStore.Row row, Message message) {
        services.<@Nullable Void>write(handle -> {
                    OneTimeStore.put(handle, row);
                    return null;
                })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        notSent(app, row.purpose(), failure);
                    } else if (!services.parts().deliveries().send(message)) {
                        LOG.warn("app {}: {} was not sent, too many messages wait (delivery.queue)", app.id(), message);
                    }
                });
    }

    private static void notSent(App app, Purpose purpose, Throwable failure) {
        LOG.warn("app {}: a message ({}) was not sent", app.id(), purpose, failure);
    }
}
