package dev.parley.server.gateway.vchat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.chat.UserKey;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.User;
import dev.parley.server.identity.App;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Names and pictures of users, remembered. Any thread; nothing blocks. */
final class Profiles {

    private static final int REMEMBERED = 50_000;
    /** Changes are told by {@link #changed}; this is for those that were missed. */
    private static final Duration AT_MOST = Duration.ofMinutes(10);

    private final Accounts accounts;
    private final Cache<UserKey, Profile> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(AT_MOST)
            .build();
    /** Counts changes, so that what was read before one is not remembered after it. */
    private final AtomicLong changes = new AtomicLong();

    Profiles(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Null if it has to be looked up. */
    @Nullable
    Profile known(UserKey user) {
        return known.getIfPresent(user);
    }

    /**
     * The profiles of users by their ids on the wire; for those who are not there any more, what stands for them.
     *
     * @return completed at once if all are known
     */
    CompletionStage<Map<String, Profile>> find(App app, Collection<String> hexIds) {
        Map<String, Profile> found = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String id : hexIds) {
            Profile profile = known(new UserKey(app.id(), id));
            if (profile == null) {
                missing.add(id);
            } else {
                found.put(id, profile);
            }
        }
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(found);
        }
        long before = changes.get();
        return accounts.usersByHexId(app, missing).thenApply(users -> {
            for (User user : users) {
                Profile profile = Profile.of(user);
                found.put(user.hexId(), profile);
                remember(profile, before);
            }
            for (String id : missing) {
                found.computeIfAbsent(id, gone -> Profile.deleted(new UserKey(app.id(), gone)));
            }
            return found;
        });
    }

    /** The profile of a user by the id in the accounts; null if there is no such user. */
    CompletionStage<@Nullable Profile> ofUser(App app, String userId) {
        Profile profile = known(new UserKey(app.id(), userId));
        if (profile != null && profile.userId().equals(userId)) {
            return CompletableFuture.completedFuture(profile);
        }
        long before = changes.get();
        return accounts.user(app, userId).<@Nullable Profile>thenApply(user -> {
            if (user == null) {
                return null;
            }
            Profile read = Profile.of(user);
            remember(read, before);
            return read;
        });
    }

    private synchronized void remember(Profile profile, long before) {
        if (changes.get() == before) {
            known.put(profile.key(), profile);
        }
    }

    /** A user has just been changed, or made, by a call here. */
    synchronized void put(User user) {
        changes.incrementAndGet();
        Profile profile = Profile.of(user);
        known.put(profile.key(), profile);
    }

    /** @param userId the id in the accounts */
    synchronized void changed(String app, String userId) {
        changes.incrementAndGet();
        UserKey key = new UserKey(app, userId);
        if (known.getIfPresent(key) == null) {
            // A back end may have chosen an id that is not the one on the wire.
            known.asMap()
                    .values()
                    .removeIf(profile ->
                            profile.key().app().equals(app) && profile.userId().equals(userId));
        } else {
            known.invalidate(key);
        }
    }

    /** Nobody knows what has changed. */
    synchronized void changedAll() {
        changes.incrementAndGet();
        known.invalidateAll();
    }
}
