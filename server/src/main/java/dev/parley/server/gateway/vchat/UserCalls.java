package dev.parley.server.gateway.vchat;

import dev.parley.chat.UserKey;
import dev.parley.protocol.ByteBuilder;
import dev.parley.server.accounts.AccountError;
import dev.parley.server.accounts.AccountException;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.User;
import dev.parley.server.accounts.UserDraft;
import dev.parley.server.accounts.UserSearch;
import dev.parley.server.config.VChat;
import dev.parley.server.media.MediaKind;
import dev.parley.server.rest.UploadedFile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Oneself and other users (vchat 3, U3 to U6). */
final class UserCalls {

    private static final int PAGE = 20;

    private final Accounts accounts;
    private final Profiles profiles;
    private final Storing storing;
    private final Devices devices;
    private final VChat settings;

    UserCalls(CallContext context) {
        this.accounts = context.parts().accounts();
        this.profiles = context.profiles();
        this.storing = context.storing();
        this.devices = context.devices();
        this.settings = context.parts().settings();
    }

    /** Changes what is given. The language is not remembered: nothing here is said in one. */
    CompletionStage<ByteBuilder> update(Call call) {
        String given = call.form().text("name");
        String name = given == null ? null : UserNames.checked(call.text("name"));
        Devices.Wish device = Devices.Wish.of(call);
        UploadedFile picture = Storing.file(call);
        Devices.Session session = new Devices.Session(
                call.user(), call.session().id(), call.session().expiresAt());
        return changed(call, name, picture)
                .thenCompose(user -> devices.set(session, device).thenApply(_ -> own(user)));
    }

    private CompletionStage<User> changed(Call call, @Nullable String name, @Nullable UploadedFile picture) {
        if (name == null && picture == null) {
            return accounts.user(call.app(), call.user().userId()).thenApply(UserCalls::required);
        }
        return storing.withPicture(
                        call.app(),
                        MediaKind.USER_PICTURE,
                        picture,
                        kept -> accounts.update(
                                call.app(), call.user().userId(), draft(name, Profile.pictureUrl(kept))))
                .thenApply(user -> {
                    // The old picture stays, as messages show it.
                    profiles.put(user);
                    return user;
                });
    }

    private static UserDraft draft(@Nullable String name, @Nullable String picture) {
        return new UserDraft(null, null, null, null, null, name, picture, null, null, null);
    }

    private static User required(@Nullable User user) {
        if (user == null) {
            throw new AccountException(AccountError.USER_NOT_FOUND);
        }
        return user;
    }

    private static ByteBuilder own(User user) {
        ByteBuilder out = new ByteBuilder(512);
        VChatJson.user(out, user, null);
        return out;
    }

    /** The user whose id is in the path. */
    CompletionStage<ByteBuilder> get(Call call) {
        String id = call.last();
        if (!Query.isId(id)) {
            throw CallException.notFound(Failures.UNKNOWN_USER);
        }
        return one(call, id).thenApply(profile -> {
            ByteBuilder out = new ByteBuilder(256);
            VChatJson.listed(out, profile);
            return out;
        });
    }

    private CompletionStage<Profile> one(Call call, String id) {
        Profile known = profiles.known(new UserKey(call.app().id(), id));
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return accounts.usersByHexId(call.app(), List.of(id)).thenApply(users -> {
            if (users.isEmpty()) {
                throw CallException.notFound(Failures.UNKNOWN_USER);
            }
            return Profile.of(users.getFirst());
        });
    }

    CompletionStage<ByteBuilder> list(Call call) {
        return page(call, null);
    }

    CompletionStage<ByteBuilder> search(Call call) {
        return page(call, call.query().optional("query"));
    }

    private CompletionStage<ByteBuilder> page(Call call, @Nullable String part) {
        if (!settings.listUsers()) {
            throw CallException.forbidden("Users cannot be listed or searched on this server (vchat.listUsers).");
        }
        UserSearch wanted = new UserSearch(part, call.query().after("lastId"), PAGE);
        return accounts.search(call.app(), wanted)
                .thenApply(users -> Data.list(users, (out, user) -> VChatJson.listed(out, Profile.of(user))));
    }
}
