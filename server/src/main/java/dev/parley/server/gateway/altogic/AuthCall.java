package dev.parley.server.gateway.altogic;

import dev.parley.server.accounts.Client;
import dev.parley.server.accounts.Login;
import dev.parley.server.accounts.SignUp;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import org.jspecify.annotations.Nullable;

/**
 * A call that may be carried out: app and key are in order.
 *
 * @param session null unless the row of the table asks for one
 * @param token what the client showed for that session, or null
 * @param dart whether Altogic's Dart library asks, which reads some answers differently
 */
record AuthCall(
        App app,
        Client client,
        CallQuery query,
        CallBody body,
        @Nullable Session session,
        @Nullable String token,
        boolean dart) {

    /** The session of a row that asks for one. */
    Session needed() {
        if (session == null) {
            throw new IllegalStateException("the row asks for no session");
        }
        return session;
    }

    /** From the query (Altogic) or the body (Agnost). */
    String email() {
        String email = query.optional("email");
        return email == null ? body.text("email") : email;
    }

    /** Where a link shall lead; null for the app's first page. What a client says of the server's own address is not believed. */
    @Nullable
    String redirect() {
        return body.optional("redirectURL");
    }

    SignUp signUp(Login login) {
        CallBody.Profile profile = body.profile();
        return new SignUp(login, body.newPassword("password"), profile.name(), null, profile.json(), redirect());
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "AuthCall[" + app.id() + "]";
    }
}
