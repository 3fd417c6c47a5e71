package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.app;
import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static dev.parley.server.accounts.AccountWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.identity.App;
import dev.parley.storage.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users as other users find them. */
class UserFinderTest {

    @TempDir
    private Path folder;

    private final App app = app("");

    private static UserDraft named(@Nullable String name) {
        return new UserDraft(null, null, null, null, null, name, null, null, null, null);
    }

    private static UserDraft disabled() {
        return new UserDraft(null, null, null, null, null, null, null, null, null, true);
    }

    private User user(AccountWorld world, @Nullable String name) {
        return get(world.accounts.create(app, named(name)));
    }

    private List<String> names(AccountWorld world, @Nullable String part) {
        return search(world, part).stream()
                .map(user -> String.valueOf(user.name()))
                .toList();
    }

    private List<User> search(AccountWorld world, @Nullable String part) {
        return get(world.accounts.search(app, new UserSearch(part, null, 100)));
    }

    private int grams(AccountWorld world) {
        return get(world.database.read(handle -> handle.createQuery("SELECT count(*) FROM name_grams")
                .mapTo(Integer.class)
                .one()));
    }

    @ParameterizedTest
    @EnumSource
    void namesAreFoundByAnyPartInAnyCaseAndScript(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            List<String> all = List.of(
                    "Luke Skywalker",
                    "ZO\u00cb Stra\u00dfe",
                    "\u0395\u039b\u0395\u039d\u039f\u03a3",
                    "\u041b\u0435\u0439\u044f",
                    "\u05dc\u05d0\u05d4 \u05d0\u05d5\u05e8\u05d2\u05e0\u05d4",
                    "\u0645\u062d\u0645\u062f",
                    "\ud83d\ude00\ud83d\ude80\ud83c\udf89 party",
                    "100%_sure\\",
                    "<b>'; DROP");
            all.forEach(name -> user(world, name));
            assertThat(names(world, "SKY")).containsExactly("Luke Skywalker");
            assertThat(names(world, "ke sk")).containsExactly("Luke Skywalker");
            assertThat(names(world, "lk")).containsExactly("Luke Skywalker");
            // Composed or not, upper or lower.
            assertThat(names(world, "zoe\u0308 s")).containsExactly(all.get(1));
            assertThat(names(world, "\u00cb")).containsExactly(all.get(1));
            assertThat(names(world, "\u03b5\u03bb\u03b5\u03bd\u03bf\u03c2")).containsExactly(all.get(2));
            assertThat(names(world, "\u03bd\u03bf\u03c3")).containsExactly(all.get(2));
            assertThat(names(world, "\u041b\u0415\u0419")).containsExactly(all.get(3));
            assertThat(names(world, "\u05d0\u05d5\u05e8")).containsExactly(all.get(4));
            assertThat(names(world, "\u062d\u0645\u062f")).containsExactly(all.get(5));
            assertThat(names(world, "\ud83d\ude00\ud83d\ude80\ud83c\udf89")).containsExactly(all.get(6));
            assertThat(names(world, "\ud83d\ude80")).containsExactly(all.get(6));
            // Nothing is a wildcard, and nothing is SQL.
            assertThat(names(world, "%")).containsExactly(all.get(7));
            assertThat(names(world, "0%_su")).containsExactly(all.get(7));
            assertThat(names(world, "%%%")).isEmpty();
            assertThat(names(world, "___")).isEmpty();
            assertThat(names(world, "ure\\")).containsExactly(all.get(7));
            assertThat(names(world, "'; drop")).containsExactly(all.get(8));
            // What no name can hold.
            assertThat(names(world, "\ud83d")).isEmpty();
            assertThat(names(world, "a\u0000b")).isEmpty();
            assertThat(names(world, "x".repeat(100_000))).isEmpty();
            assertThat(names(world, "sky walker")).isEmpty();
            assertThat(names(world, "")).hasSize(all.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameIsFoundAsLongAsItIsTheUsersAndTheUserMayBeSeen(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            User luke = user(world, "Luke Skywalker");
            user(world, null);
            get(world.accounts.create(app("other", ""), named("Luke Elsewhere")));
            assertThat(search(world, "luke")).containsExactly(luke);
            assertThat(search(world, null)).hasSize(2);

            User renamed = get(world.accounts.update(app, luke.id(), named("Lukas Skyrunner")));
            assertThat(search(world, "luke")).isEmpty();
            assertThat(search(world, "walk")).isEmpty();
            assertThat(search(world, "RUNNER")).containsExactly(renamed);
            get(world.accounts.update(app, luke.id(), disabled()));
            assertThat(search(world, "runner")).isEmpty();
            assertThat(search(world, "ru")).isEmpty();
            assertThat(search(world, null)).hasSize(1);

            get(world.accounts.delete(app, luke.id()));
            assertThat(get(world.accounts.delete(app, luke.id()))).isFalse();
            assertThat(search(world, "runner")).isEmpty();
            // Only those of the other app.
            assertThat(grams(world)).isEqualTo("Luke Elsewhere".length() - 2);
            User nameless = user(world, "Chewbacca");
            get(world.accounts.update(app, nameless.id(), named("")));
            assertThat(search(world, "chew")).isEmpty();
            assertThat(grams(world)).isEqualTo("Luke Elsewhere".length() - 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesShowEachUserOnceInTheOrderOfIds(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            for (int i = 0; i < 45; i++) {
                user(world, (i % 3 == 0 ? "Odd " : "Even ") + i);
            }
            for (String part : new @Nullable String[] {null, "od", "odd", "DD 1", "even"}) {
                List<String> whole =
                        search(world, part).stream().map(User::hexId).toList();
                assertThat(whole).isSorted().isNotEmpty();
                List<String> paged = new ArrayList<>();
                String after = null;
                for (List<User> page = page(world, part, after); !page.isEmpty(); page = page(world, part, after)) {
                    page.forEach(user -> paged.add(user.hexId()));
                    after = page.getLast().hexId();
                }
                assertThat(paged).as(part).isEqualTo(whole);
            }
        }
    }

    private List<User> page(AccountWorld world, @Nullable String part, @Nullable String after) {
        return get(world.accounts.search(app, new UserSearch(part, after, 4)));
    }

    @ParameterizedTest
    @EnumSource
    void wrongPagesAreRefused(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            for (UserSearch wrong : List.of(
                    new UserSearch(null, null, 0),
                    new UserSearch(null, null, 101),
                    new UserSearch(null, "x\u0000", 5),
                    new UserSearch(null, "first", 5))) {
                assertThat(refusal(world.accounts.search(app, wrong))).isEqualTo(AccountError.INVALID_VALUE);
            }
            List<String> tooMany =
                    IntStream.range(0, 1001).mapToObj(i -> "u" + i).toList();
            assertThat(refusal(world.accounts.usersByHexId(app, tooMany))).isEqualTo(AccountError.INVALID_VALUE);
            assertThat(refusal(world.accounts.usersByVChatName(app, tooMany))).isEqualTo(AccountError.INVALID_VALUE);
        }
    }

    /** Ten times as many users as a search looks at would take minutes to make one by one. */
    private static void many(Handle handle, int count, String name) {
        handle.execute("INSERT INTO users (app, id, hex_id, uuid, provider, name, profile, disabled, sign_up_at,"
                + " last_login_at, updated_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                + count
                + ") SELECT 'one', 'u' || i, 'a' || substr('00000000000000000000000' || i, -23), 'u' || i, 'server', '"
                + name + "', '{}', 0, 0, 0, 0 FROM n");
    }

    @Test
    void aShortPartIsLookedForInTwentyThousandNamesAtMost() throws Exception {
        try (AccountWorld world = new AccountWorld(Dialect.SQLITE, folder)) {
            get(world.database.<@Nullable Void>write(handle -> {
                many(handle, NameSearch.MOST + 10, "ab");
                handle.execute("UPDATE users SET name = 'xy' WHERE id IN ('u" + NameSearch.MOST + "', 'u"
                        + (NameSearch.MOST + 1) + "')");
                return null;
            }));
            assertThat(search(world, "xy")).extracting(User::id).containsExactly("u" + NameSearch.MOST);
            assertThat(search(world, "ab")).hasSize(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void usersWhoAreThereAlreadyAreFoundAfterTheUpdate(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            User luke = user(world, "LUKE Skywalker \ud83d\ude00\ud83d\ude80\ud83c\udf89");
            user(world, "no");
            user(world, null);
            int before = grams(world);
            get(world.database.<@Nullable Void>write(handle -> {
                handle.execute("DELETE FROM name_grams");
                handle.execute(backfill());
                return null;
            }));
            assertThat(grams(world)).isEqualTo(before);
            assertThat(search(world, "luke")).containsExactly(luke);
            assertThat(search(world, "\ud83d\ude00\ud83d\ude80\ud83c\udf89")).containsExactly(luke);
        }
    }

    private static String backfill() {
        try (InputStream script = Objects.requireNonNull(
                UserFinderTest.class.getResourceAsStream("/" + AccountParts.SCHEMA + "/V2__name_grams.sql"))) {
            String sql = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return sql.substring(sql.indexOf("INSERT INTO"), sql.lastIndexOf(';'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void usersAreFoundByTheirHexIds(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            User luke = user(world, "Luke");
            User own = get(world.accounts.create(
                    app, new UserDraft("~han", null, null, null, null, "Han", null, null, null, true)));
            User other = get(world.accounts.create(app("other", ""), named("Leia")));
            assertThat(get(world.accounts.usersByHexId(
                            app,
                            List.of(
                                    luke.hexId(),
                                    own.hexId(),
                                    own.hexId(),
                                    other.hexId(),
                                    "~han",
                                    "",
                                    "a\u0000",
                                    "\ud800"))))
                    .containsExactlyInAnyOrder(luke, own);
            assertThat(get(world.accounts.usersByHexId(app, List.of()))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void usersAreFoundByWhatVChatCallsThem(Dialect dialect) throws Exception {
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            User vchat = up(world, new Login(Login.Kind.VCHAT, "a@example.com"));
            User email = up(world, Login.email("A@example.com"));
            User odd = up(world, new Login(Login.Kind.VCHAT, "\u05dc\u05d0\u05d4 \ud83d\ude00 '%"));
            User only = up(world, Login.email("b@example.com"));
            up(world, new Login(Login.Kind.USERNAME, "name"));
            Map<String, User> found = get(world.accounts.usersByVChatName(
                    app,
                    List.of(
                            "a@example.com",
                            " a@example.com ",
                            "A@Example.com",
                            "\u05dc\u05d0\u05d4 \ud83d\ude00 '%",
                            "B@EXAMPLE.COM",
                            "B@EXAMPLE.COM",
                            "name",
                            "",
                            "   ",
                            "\u0000",
                            "\ud800",
                            "x".repeat(400))));
            assertThat(found)
                    .containsOnly(
                            Map.entry("a@example.com", vchat),
                            Map.entry(" a@example.com ", vchat),
                            // Another as v_chat's name, which is as it is; so the address counts.
                            Map.entry("A@Example.com", email),
                            Map.entry("\u05dc\u05d0\u05d4 \ud83d\ude00 '%", odd),
                            Map.entry("B@EXAMPLE.COM", only));
            assertThat(get(world.accounts.usersByVChatName(app, List.of()))).isEmpty();
        }
    }

    private User up(AccountWorld world, Login login) {
        return get(world.accounts.signUp(app, AccountWorld.signUp(login), client()))
                .user();
    }

    @ParameterizedTest
    @EnumSource
    void noQueryLooksAtAWholeTable(Dialect dialect) throws Exception {
        Set<String> tables = Set.of("users", "u", "logins", "l", "e", "p", "n", "v", "name_grams");
        try (AccountWorld world = new AccountWorld(dialect, folder)) {
            for (String sql : List.of(
                    NameSearch.ALL,
                    NameSearch.BY_GRAM,
                    NameSearch.COUNT,
                    UserLists.BY_HEX_ID,
                    UserLists.BY_LOGIN,
                    NameIndex.DELETE,
                    "DELETE FROM name_grams WHERE app = :app")) {
                List<String> plan = get(world.database.read(handle -> plan(handle, dialect, sql)));
                String text = String.join("\n", plan);
                assertThat(plan).as(text).isNotEmpty();
                for (String table : tables) {
                    assertThat(plan)
                            .as(text)
                            .noneMatch(step -> step.equals("SCAN " + table) || step.startsWith("SCAN " + table + " "));
                }
                assertThat(text).doesNotContain("Seq Scan").doesNotContain("TEMP B-TREE");
            }
        }
    }

    private static List<String> plan(Handle handle, Dialect dialect, String sql) {
        String filled =
                sql.replaceAll(":limit", "10").replaceAll(":\\w+", "'x'").replaceAll("<\\w+>", "'x', 'y'");
        if (dialect == Dialect.POSTGRESQL) {
            handle.execute("SET LOCAL enable_seqscan = off");
            return handle.createQuery("EXPLAIN " + filled).mapTo(String.class).list();
        }
        return handle.createQuery("EXPLAIN QUERY PLAN " + filled)
                .map((results, context) -> results.getString("detail"))
                .list();
    }

    @Test
    void aFoldOfAPartIsPartOfTheFold() {
        String name = "\u0130stanbul \u03a3\u03a3\u0391 Stra\u00dfe \ufb01n \u00c9 \ud83d\ude00";
        String folded = NameFold.fold(name);
        assertThat(NameFold.fold(folded)).isEqualTo(folded);
        int[] points = name.codePoints().toArray();
        for (int from = 0; from < points.length; from++) {
            for (int length = 1; from + length <= points.length; length++) {
                assertThat(folded).contains(NameFold.fold(new String(points, from, length)));
            }
        }
        assertThat(NameFold.fold("\u0130I\u0131i")).isEqualTo("iiii");
        assertThat(NameFold.fold("\u03a3\u03c3\u03c2")).isEqualTo("\u03c3\u03c3\u03c3");
        assertThat(NameFold.grams("ab")).isEmpty();
        assertThat(NameFold.grams("aaaa")).containsExactly("aaa");
        assertThat(NameFold.grams("a\ud83d\ude00bc")).containsExactly("a\ud83d\ude00b", "\ud83d\ude00bc");
    }
}
