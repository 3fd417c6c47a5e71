package dev.parley.server.accounts;

import dev.parley.server.identity.App;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Users as other users find them. */
final class UserFinder {

    private static final int MAX_LIST = 1000;
    private static final int MAX_PAGE = 100;

    /** A name that was asked for, as the two kinds of logins it may be; null for what it cannot be. */
    private record Asked(
            String given, @Nullable String vchat, @Nullable String email) {

        static Asked of(String given) {
            return new Asked(given, nameOf(Login.Kind.VCHAT, given), nameOf(Login.Kind.EMAIL, given));
        }

        private static @Nullable String nameOf(Login.Kind kind, String given) {
            LoginName name = LoginName.orNull(new Login(kind, given));
            return name == null ? null : name.name();
        }
    }

    private final Services services;

    UserFinder(Services services) {
        this.services = services;
    }

    CompletionStage<List<User>> byHexId(App app, Collection<String> hexIds) {
        requireFew(hexIds);
        Set<String> ids = hexIds.stream().filter(Ids::isHexId).collect(Collectors.toSet());
        return ids.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : services.read(handle -> UserLists.byHexIds(handle, app.id(), ids));
    }

    CompletionStage<Map<String, User>> byVChatName(App app, Collection<String> names) {
        requireFew(names);
        List<Asked> asked = names.stream()
                .distinct()
                .map(Asked::of)
                .filter(one -> one.vchat() != null || one.email() != null)
                .toList();
        return asked.isEmpty()
                ? CompletableFuture.completedFuture(Map.of())
                : services.read(handle -> find(handle, app.id(), asked));
    }

    private static Map<String, User> find(Handle handle, String app, List<Asked> asked) {
        Map<String, User> found = new HashMap<>();
        add(found, asked, Asked::vchat, handle, app, Login.Kind.VCHAT);
        List<Asked> others =
                asked.stream().filter(one -> !found.containsKey(one.given())).toList();
        add(found, others, Asked::email, handle, app, Login.Kind.EMAIL);
        return found;
    }

    private static void add(
            Map<String, User> found,
            List<Asked> asked,
            Function<Asked, @Nullable String> name,
            Handle handle,
            String app,
            Login.Kind kind) {
        Set<String> names = asked.stream().map(name).filter(Objects::nonNull).collect(Collectors.toSet());
        Map<String, User> users = UserLists.byLogins(handle, app, kind, names);
        for (Asked one : asked) {
            String key = name.apply(one);
            User user = key == null ? null : users.get(key);
            if (user != null) {
                found.put(one.given(), user);
            }
        }
    }

    CompletionStage<List<User>> search(App app, UserSearch wanted) {
        String after = wanted.after();
        if (wanted.limit() < 1 || wanted.limit() > MAX_PAGE || (after != null && !Ids.isHexId(after))) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        String part = wanted.part() == null ? "" : wanted.part();
        if (!Texts.isPlain(part, UserForm.MAX_NAME)) {
            return CompletableFuture.completedFuture(List.of());
        }
        String folded = NameFold.fold(part);
        return services.read(handle -> {
            NameSearch search = new NameSearch(handle, app.id(), folded);
            return UserLists.byHexIds(handle, app.id(), search.idsAfter(after == null ? "" : after, wanted.limit()));
        });
    }

    private static void requireFew(Collection<String> values) {
        if (values.size() > MAX_LIST) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
    }
}
