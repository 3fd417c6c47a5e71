package dev.parley.server.accounts;

import dev.parley.server.identity.App;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Users as back ends and operators make, change and delete them. */
final class UserAdmin {

    private static final int MAX_PAGE = 1000;

    /** A user before and after a change. */
    private record Changed(UserRow before, User now, boolean password) {}

    private final Services services;

    UserAdmin(Services services) {
        this.services = services;
    }

    CompletionStage<@Nullable User> user(App app, String id) {
        return services.<@Nullable User>read(handle -> userOf(UserStore.byId(handle, app.id(), id)));
    }

    CompletionStage<@Nullable User> byLogin(App app, Login login) {
        LoginName name = LoginName.of(login);
        return services.<@Nullable User>read(handle -> userOf(UserStore.byLogin(handle, app.id(), name)));
    }

    private static @Nullable User userOf(@Nullable UserRow row) {
        return row == null ? null : row.user();
    }

    CompletionStage<List<User>> page(App app, @Nullable String after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        return services.read(handle -> UserStore.page(handle, app.id(), after == null ? "" : after, limit));
    }

    CompletionStage<User> create(App app, UserDraft draft) {
        User user = UserForm.draft(app.id(), draft, services.ids(), services.now());
        List<LoginName> logins = logins(draft);
        boolean verified = draft.verified() == null || draft.verified();
        return services.hashIfAny(
                        app, user, draft.password() == null || draft.password().isEmpty() ? null : draft.password())
                .thenCompose(stored -> services.write(handle -> {
                    UserStore.insert(handle, user, stored);
                    for (LoginName login : logins) {
                        UserStore.setLogin(handle, app.id(), user.id(), login, verified);
                    }
                    services.parts().changes().append(handle, app.id(), Changes.USER, user.id());
                    return UserStore.require(handle, app.id(), user.id()).user();
                }));
    }

    private static List<LoginName> logins(UserDraft draft) {
        List<LoginName> logins = new ArrayList<>();
        add(logins, Login.Kind.EMAIL, draft.email());
        add(logins, Login.Kind.PHONE, draft.phone());
        add(logins, Login.Kind.USERNAME, draft.username());
        return logins;
    }

    private static void add(List<LoginName> logins, Login.Kind kind, @Nullable String name) {
        if (name != null && !name.isEmpty()) {
            logins.add(LoginName.of(new Login(kind, name)));
        }
    }

    CompletionStage<User> update(App app, String id, UserDraft draft) {
        List<LoginName> logins = logins(draft);
        Ending ending = new Ending(services);
        return stored(app, id, draft.password())
                .thenCompose(stored -> services.write(ending, handle -> {
                    UserRow before = lock(handle, app, id);
                    User now = UserForm.changed(before.user(), draft, services.now());
                    boolean password = draft.password() != null;
                    UserStore.update(handle, before.user(), now, password ? stored : before.stored());
                    changeLogins(handle, before.user(), draft, logins);
                    if (password || now.disabled()) {
                        ending.all(handle, app, id, "");
                    }
                    ending.note(app.id(), Changes.USER, id);
                    User after = UserStore.require(handle, app.id(), id).user();
                    if (password || now.disabled() || !isSameReach(before.user(), after)) {
                        OneTimeStore.deleteOfUser(handle, app.id(), id, "");
                    }
                    return new Changed(before, after, password);
                }))
                .thenCompose(changed -> tell(changed)
                        .thenCompose(_ -> ending.finish(app.id(), id, changed.now()))
                        .thenApply(_ -> changed.now()));
    }

    private CompletionStage<StoredPassword> stored(App app, String id, @Nullable String password) {
        return password == null || password.isEmpty()
                ? CompletableFuture.completedFuture(StoredPassword.NONE)
                : services.hash(app, id, password);
    }

    private UserRow lock(Handle handle, App app, String id) {
        if (!UserStore.touch(handle, app.id(), id, services.now())) {
            throw new AccountException(AccountError.USER_NOT_FOUND);
        }
        return UserStore.require(handle, app.id(), id);
    }

    private static boolean isSameReach(User before, User after) {
        return Objects.equals(before.email(), after.email()) && Objects.equals(before.phone(), after.phone());
    }

    private static void changeLogins(Handle handle, User before, UserDraft draft, List<LoginName> logins) {
        Boolean verified = draft.verified();
        for (LoginName login : logins) {
            boolean was = switch (login.kind()) {
                case EMAIL -> before.email() == null || before.emailVerified();
                case PHONE -> before.phone() == null || before.phoneVerified();
                case USERNAME, VCHAT -> true;
            };
            UserStore.setLogin(handle, before.app(), before.id(), login, verified == null ? was : verified);
        }
        remove(handle, before, Login.Kind.EMAIL, draft.email());
        remove(handle, before, Login.Kind.PHONE, draft.phone());
        remove(handle, before, Login.Kind.USERNAME, draft.username());
        if (verified != null) {
            verify(handle, before, Login.Kind.EMAIL, draft.email(), before.email(), verified);
            verify(handle, before, Login.Kind.PHONE, draft.phone(), before.phone(), verified);
        }
    }

    private static void remove(Handle handle, User user, Login.Kind kind, @Nullable String wanted) {
        if (wanted != null && wanted.isEmpty()) {
            UserStore.removeLogin(handle, user.app(), user.id(), kind);
        }
    }

    /** A login that stays is marked as the draft says. */
    private static void verify(
            Handle handle,
            User user,
            Login.Kind kind,
            @Nullable String wanted,
            @Nullable String there,
            boolean verified) {
        if (wanted == null && there != null) {
            UserStore.setVerified(handle, user.app(), user.id(), LoginName.of(new Login(kind, there)), verified);
        }
    }

    private CompletionStage<@Nullable Void> tell(Changed changed) {
        User before = changed.before().user();
        User now = changed.now();
        List<UserEvents.Kind> kinds = new ArrayList<>(List.of(UserEvents.Kind.UPDATE));
        if (changed.password()) {
            kinds.add(UserEvents.Kind.PWDCHANGE);
        }
        if (!Objects.equals(before.email(), now.email())) {
            kinds.add(UserEvents.Kind.EMAILCHANGE);
        }
        if (!Objects.equals(before.phone(), now.phone())) {
            kinds.add(UserEvents.Kind.PHONECHANGE);
        }
        CompletionStage<@Nullable Void> told = Stages.done();
        for (UserEvents.Kind kind : kinds) {
            told = told.thenCompose(_ -> services.raise(kind, null, now));
        }
        return told;
    }

    CompletionStage<Boolean> delete(App app, String id) {
        Ending ending = new Ending(services);
        return services.<@Nullable User>write(ending, handle -> {
                    UserRow row = UserStore.byId(handle, app.id(), id);
                    if (row == null || !UserStore.delete(handle, app.id(), id)) {
                        return null;
                    }
                    OneTimeStore.deleteOfUser(handle, app.id(), id, "");
                    ending.all(handle, app, id, "");
                    return row.user();
                })
                .thenCompose(user -> user == null
                        ? CompletableFuture.completedFuture(false)
                        // Its devices are told of the deletion; that they are signed out as well goes without saying.
                        : services.raise(UserEvents.Kind.DELETE, null, user)
                                .thenCompose(_ -> ending.finishSilently())
                                .thenApply(_ -> true));
    }
}
