package dev.parley.server.directory;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.Secret;
import dev.parley.server.config.SkapiService;
import dev.parley.server.directory.DirectoryException.Reason;
import dev.parley.server.identity.Apps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What leads clients to one app must not lead to two. */
final class Conflicts {

    private Conflicts() {}

    /** @return what the app shares with one of the others, for a person; null if nothing */
    static @Nullable String find(AppConfig app, List<AppConfig> others) {
        for (AppConfig other : others) {
            String shared = other.id().equals(app.id()) ? null : shared(app, other);
            if (shared != null) {
                return shared + " app \"" + other.id() + "\"";
            }
        }
        return null;
    }

    private static @Nullable String shared(AppConfig app, AppConfig other) {
        if (app.subdomain() != null && app.subdomain().equals(other.subdomain())) {
            return "subdomain is \"" + app.subdomain() + "\" like that of";
        }
        SkapiService skapi = app.skapi();
        if (skapi != null
                && other.skapi() != null
                && skapi.service().equals(other.skapi().service())) {
            return "skapi.service is \"" + skapi.service() + "\" like that of";
        }
        if (app.vchat() && other.vchat()) {
            return "vchat can be on for one app only, as v_chat clients name no app; it is on for";
        }
        return null;
    }

    /** @throws DirectoryException if there is one */
    static void check(AppConfig app, List<AppConfig> others) {
        String conflict = find(app, others);
        if (conflict != null) {
            throw new DirectoryException(Reason.CONFLICT, conflict);
        }
    }

    /** Whether one of these apps' server keys in the settings file has this hash. */
    static boolean isServerKey(String hash, List<AppConfig> apps) {
        return apps.stream()
                .flatMap(app -> app.serverKeys().stream())
                .map(Secret::reveal)
                .anyMatch(key -> Apps.hash(key).equals(hash));
    }
}
