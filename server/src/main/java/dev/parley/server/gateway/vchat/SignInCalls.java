package dev.parley.server.gateway.vchat;

import dev.parley.protocol.ByteBuilder;
import dev.parley.server.accounts.AccountError;
import dev.parley.server.accounts.AccountException;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.ImportedUser;
import dev.parley.server.accounts.Login;
import dev.parley.server.accounts.SessionInfo;
import dev.parley.server.accounts.SignUp;
import dev.parley.server.accounts.SignedIn;
import dev.parley.server.accounts.User;
import dev.parley.server.accounts.VChatPassword;
import dev.parley.server.config.Secret;
import dev.parley.server.config.VChat;
import dev.parley.server.media.MediaKind;
import dev.parley.server.rest.Form;
import dev.parley.server.rest.UploadedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registering, signing in, and users of another backend: calls that nobody need be signed in for (vchat 3, U1, U2, U7). */
final class SignInCalls {

    private static final Logger LOG = LoggerFactory.getLogger(SignInCalls.class);

    private static final int LONGEST_PASSWORD_BYTES = 1024;
    private static final int MOST_IMPORTED = 1000;

    private final Accounts accounts;
    private final Profiles profiles;
    private final Storing storing;
    private final Devices devices;
    private final VChat settings;

    SignInCalls(CallContext context) {
        this.accounts = context.parts().accounts();
        this.profiles = context.profiles();
        this.storing = context.storing();
        this.devices = context.devices();
        this.settings = context.parts().settings();
    }

    /** Its address was counted, see {@link Endpoint.Access#COUNTED}. */
    CompletionStage<ByteBuilder> register(Call call) {
        Login login = new Login(Login.Kind.VCHAT, call.text("email"));
        String name = UserNames.checked(call.text("name"));
        String password = password(call);
        Devices.Wish device = Devices.Wish.of(call);
        UploadedFile picture = Storing.file(call);
        return requireFree(call, login, picture)
                .thenCompose(_ -> storing.withPicture(
                        call.app(),
                        MediaKind.USER_PICTURE,
                        picture,
                        kept -> accounts.signUpCounted(
                                call.app(),
                                new SignUp(login, password, name, Profile.pictureUrl(kept), null, null),
                                call.client())))
                .thenCompose(signedIn -> answer(signedIn, device));
    }

    /** A picture is a lot of work, to be done for nobody who cannot have the account. */
    private CompletionStage<@Nullable Void> requireFree(Call call, Login login, @Nullable UploadedFile picture) {
        if (picture == null) {
            return CompletableFuture.completedFuture(null);
        }
        return accounts.userByLogin(call.app(), login).thenApply(user -> {
            if (user != null) {
                throw new AccountException(AccountError.EMAIL_NOT_UNIQUE);
            }
            return null;
        });
    }

    CompletionStage<ByteBuilder> login(Call call) {
        Login login = new Login(Login.Kind.VCHAT, call.text("email"));
        String password = password(call);
        Devices.Wish device = Devices.Wish.of(call);
        return accounts.signIn(call.app(), login, password, call.client())
                .exceptionallyCompose(failure -> refused(call, login, failure))
                .thenCompose(signedIn -> answer(signedIn, device));
    }

    /** Clients are told which of the two was wrong (vchat 3, "Users"), after the same work. */
    private CompletionStage<SignedIn> refused(Call call, Login login, Throwable failure) {
        Throwable cause = Failures.cause(failure);
        if (!(cause instanceof AccountException refused) || refused.error() != AccountError.INVALID_SIGN_IN) {
            return CompletableFuture.failedStage(failure);
        }
        return accounts.userByLogin(call.app(), login)
                .exceptionallyCompose(SignInCalls::nobody)
                .thenCompose(user -> CompletableFuture.failedStage(
                        user == null ? CallException.unauthorized(Failures.UNKNOWN_USER) : cause));
    }

    /** What cannot be an email is nobody's. */
    private static CompletionStage<@Nullable User> nobody(Throwable failure) {
        return Failures.cause(failure) instanceof AccountException
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedStage(failure);
    }

    private static String password(Call call) {
        String password = call.form().text("password");
        if (password == null
                || password.isEmpty()
                || password.length() > LONGEST_PASSWORD_BYTES
                || password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD_BYTES) {
            throw CallException.invalid(
                    "'password' is needed: a text of at most " + LONGEST_PASSWORD_BYTES + " bytes of UTF-8.");
        }
        return password;
    }

    private CompletionStage<ByteBuilder> answer(SignedIn signedIn, Devices.Wish device) {
        SessionInfo session = signedIn.session();
        if (session == null) {
            throw new IllegalStateException("v_chat users need no confirmation");
        }
        profiles.put(signedIn.user());
        Devices.Session place = new Devices.Session(Profile.of(signedIn.user()), session.id(), session.expiresAt());
        return devices.set(place, device).handle((_, failure) -> {
            if (failure != null) {
                // The session is there already. The client says where it is again when it starts.
                LOG.warn("the device of a user who signed in was not remembered", failure);
            }
            ByteBuilder out = new ByteBuilder(512);
            VChatJson.user(out, signedIn.user(), session.token());
            return out;
        });
    }

    /** Their pictures are not here, so they get the default one. */
    CompletionStage<ByteBuilder> migrate(Call call) {
        if (!settings.migrateOldUsers()) {
            throw CallException.forbidden("This call is switched off (vchat.migrateOldUsers).");
        }
        List<ImportedUser> users = imported(call.items());
        return accounts.importUsers(call.app(), users)
                .thenApply(result -> new ByteBuilder()
                        .appendAscii("{\"added\":")
                        .appendLong(result.added())
                        .appendAscii(",\"known\":")
                        .appendLong(result.known())
                        .append('}'));
    }

    private List<ImportedUser> imported(List<Form> items) {
        if (items.isEmpty() || items.size() > MOST_IMPORTED) {
            throw CallException.invalid("The body must be a list of 1 to " + MOST_IMPORTED + " users.");
        }
        List<ImportedUser> users = new ArrayList<>(items.size());
        for (Form item : items) {
            String email = item.text("email");
            String name = item.text("name");
            String at = "User " + users.size() + " of the list: ";
            if (email == null || name == null) {
                throw CallException.invalid(at + "'email' and 'name' are needed.");
            }
            Secret key = settings.passwordHashKey();
            ImportedUser user = new ImportedUser(email, name, null, key == null ? null : VChatPassword.of(key, email));
            String problem = user.problem();
            if (problem != null) {
                throw CallException.invalid(at + problem + ".");
            }
            users.add(user);
        }
        return users;
    }
}
