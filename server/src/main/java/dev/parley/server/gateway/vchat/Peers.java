package dev.parley.server.gateway.vchat;

import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.User;
import dev.parley.server.identity.App;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Users by what clients call their email. Any thread; nothing blocks. */
final class Peers {

    private static final int AT_ONCE = 1000;

    private final Accounts accounts;

    Peers(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Null if there is none. */
    CompletionStage<@Nullable Profile> find(App app, String email) {
        return accounts.usersByVChatName(app, List.of(email)).<@Nullable Profile>thenApply(found -> {
            User user = found.get(email);
            return user == null ? null : Profile.of(user);
        });
    }

    /** All of them, each once, in the order of their emails; fails if one is not there. */
    CompletionStage<List<Profile>> findAll(App app, Collection<String> emails) {
        List<String> wanted = List.copyOf(new LinkedHashSet<>(emails));
        return findFrom(app, wanted, 0, new LinkedHashMap<>()).thenApply(found -> {
            if (found.size() < wanted.size()) {
                int unknown = wanted.size() - found.size();
                throw CallException.notFound(
                        wanted.size() == 1
                                ? Failures.UNKNOWN_USER
                                : Failures.UNKNOWN_USER + ": " + unknown + " of " + wanted.size());
            }
            // Two emails may be one user's.
            Map<String, Profile> users = new LinkedHashMap<>();
            for (String email : wanted) {
                Profile profile = found.get(email);
                if (profile != null) {
                    users.putIfAbsent(profile.key().id(), profile);
                }
            }
            return new ArrayList<>(users.values());
        });
    }

    private CompletionStage<Map<String, Profile>> findFrom(
            App app, List<String> wanted, int from, Map<String, Profile> found) {
        if (from >= wanted.size()) {
            return CompletableFuture.completedFuture(found);
        }
        int to = Math.min(wanted.size(), from + AT_ONCE);
        return accounts.usersByVChatName(app, wanted.subList(from, to)).thenCompose(users -> {
            users.forEach((email, user) -> found.put(email, Profile.of(user)));
            return findFrom(app, wanted, to, found);
        });
    }
}
