package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.app;
import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.signUp;
import static dev.parley.server.accounts.AccountWorld.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import dev.parley.storage.Dialect;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of an app's accounts when the app is deleted: nothing. */
class AppRemovalTest {

    @TempDir
    private Path folder;

    private final App gone = app("one", AccountWorld.PAGES);
    private final App stays = app("two", AccountWorld.PAGES);

    private static List<String> tables() throws Exception {
        List<String> tables = new ArrayList<>();
        for (String file : List.of("V1__accounts.sql", "V2__name_grams.sql", "V3__srp_verifiers.sql")) {
            try (InputStream script = Objects.requireNonNull(
                    AppRemovalTest.class.getResourceAsStream("/" + AccountParts.SCHEMA + "/" + file))) {
                String sql = new String(script.readAllBytes(), StandardCharsets.UTF_8);
                Pattern.compile("CREATE TABLE (\\w+)")
                        .matcher(sql)
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .forEach(tables::add);
            }
        }
        return tables;
    }

    private static List<String> withRowsOf(Handle handle, String app, List<String> tables) {
        List<String> found = new ArrayList<>();
        for (String table : tables) {
            int rows = handle.createQuery("SELECT count(*) FROM " + table + " WHERE app = :app")
                    .bind("app", app)
                    .mapTo(Integer.class)
                    .one();
            if (rows > 0) {
                found.add(table);
            }
        }
        return found;
    }

    /** The tables in which there is something of the app. */
    private static List<String> filled(AccountWorld world, String app) throws Exception {
        List<String> tables = tables();
        return get(world.database.read(handle -> withRowsOf(handle, app, tables)));
    }

    private static SignedIn fill(AccountWorld world, App app) throws Exception {
        SignedIn luke = get(world.accounts.signUp(app, signUp(Login.email("luke@example.com")), client()));
        get(world.accounts.sendMagicLink(app, "luke@example.com", null, client()));
        world.message();
        get(world.database.<@Nullable Void>write(handle -> {
            ForeignStore.end(handle, app.id(), "x", Long.MAX_VALUE);
            ForeignStore.raiseFloor(handle, app.id(), "han", 1, null);
            return null;
        }));
        return luke;
    }

    @ParameterizedTest
    @EnumSource
    void everythingOfTheAppIsDeletedAndNothingOfAnother(Dialect dialect) throws Exception {
        List<String> tables = tables();
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            String token = token(fill(world, gone));
            String other = token(fill(world, stays));
            Session held = world.found(gone, token);
            Session kept = world.found(stays, other);
            assertThat(filled(world, "one")).isEqualTo(tables);
            get(world.database.<@Nullable Void>write(handle -> {
                AccountTables.deleteAllOf(handle, "one");
                return null;
            }));
            assertThat(filled(world, "one")).isEmpty();
            assertThat(filled(world, "two")).isEqualTo(tables);
            get(world.accounts.changed("one", Changes.REMOVED, "one"));
            assertThat(held.isValid(0)).isFalse();
            assertThat(kept.isValid(0)).isTrue();
            assertThat(world.find(gone, token)).isNull();
            assertThat(world.find(stays, other)).isSameAs(kept);
        }
    }
}
