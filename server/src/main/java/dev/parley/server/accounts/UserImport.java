package dev.parley.server.accounts;

import dev.parley.server.identity.App;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/** Users of another backend. */
final class UserImport {

    private static final int MAX_LIST = 1000;

    private record Entry(User user, LoginName login, StoredPassword stored) {}

    private final Services services;

    UserImport(Services services) {
        this.services = services;
    }

    CompletionStage<ImportResult> run(App app, List<ImportedUser> users) {
        if (users.size() > MAX_LIST) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        List<Entry> entries = users.stream().map(user -> entry(app, user)).toList();
        return entries.isEmpty()
                ? CompletableFuture.completedFuture(new ImportResult(0, 0))
                : services.write(handle -> add(handle, entries));
    }

    private Entry entry(App app, ImportedUser imported) {
        if (imported.problem() != null) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        LoginName login = LoginName.of(imported.login());
        SignUp like = new SignUp(imported.login(), null, imported.name(), imported.picture(), null, null);
        String password = imported.password();
        return new Entry(
                UserForm.signUp(app.id(), like, login, services.ids(), services.now()),
                login,
                password == null
                        ? StoredPassword.NONE
                        // A verifier is made at the first sign-in, when the password is there again.
                        : new StoredPassword(services.passwords().hashRandom(password), null));
    }

    /** No other process is told: nobody can know of these users yet. */
    private static ImportResult add(Handle handle, List<Entry> entries) {
        List<User> added = new ArrayList<>();
        for (Entry entry : entries) {
            User user = entry.user();
            if (UserStore.addLogin(handle, user.app(), user.id(), entry.login(), false)) {
                UserStore.insert(handle, user, entry.stored());
                added.add(user);
            }
        }
        return new ImportResult(added.size(), entries.size() - added.size());
    }
}
