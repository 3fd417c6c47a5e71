package dev.parley.server.gateway.cognito;

import dev.parley.protocol.JsonText;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.User;
import dev.parley.server.identity.App;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** RevokeToken, GlobalSignOut and GetUser. */
final class UserCalls {

    private static final String EMPTY = "{}";

    private final Accounts accounts;

    UserCalls(Accounts accounts) {
        this.accounts = accounts;
    }

    CompletionStage<String> revoke(App app, CallBody body) {
        return accounts.skapi().revoke(app, body.text("Token")).thenApply(_ -> EMPTY);
    }

    CompletionStage<String> signOutEverywhere(App app, CallBody body) {
        return Tokens.revocable(
                        accounts.skapi().signOutEverywhere(app, body.text("AccessToken")),
                        CallException.BAD_ACCESS_TOKEN)
                .thenApply(_ -> EMPTY);
    }

    CompletionStage<String> user(App app, CallBody body) {
        return accounts.skapi()
                .find(app, body.text("AccessToken"))
                .thenCompose(session -> {
                    if (session == null) {
                        throw CallException.notAuthorized(CallException.BAD_ACCESS_TOKEN);
                    }
                    return accounts.user(app, session.user());
                })
                .thenApply(user -> {
                    if (user == null) {
                        throw CallException.notAuthorized(CallException.BAD_ACCESS_TOKEN);
                    }
                    return json(user);
                });
    }

    private static String json(User user) {
        StringBuilder out = new StringBuilder("{\"Username\":")
                .append(JsonText.quote(user.uuid()))
                .append(",\"UserAttributes\":[{\"Name\":\"sub\",\"Value\":")
                .append(JsonText.quote(user.uuid()))
                .append('}');
        append(out, "email", user.email());
        append(out, "email_verified", user.email() == null ? null : Boolean.toString(user.emailVerified()));
        append(out, "phone_number", user.phone());
        append(out, "phone_number_verified", user.phone() == null ? null : Boolean.toString(user.phoneVerified()));
        append(out, "name", user.name());
        append(out, "picture", user.picture());
        return out.append("]}").toString();
    }

    private static void append(StringBuilder out, String name, @Nullable String value) {
        if (value != null) {
            out.append(",{\"Name\":\"")
                    .append(name)
                    .append("\",\"Value\":")
                    .append(JsonText.quote(value))
                    .append('}');
        }
    }
}
