package dev.parley.chat;

import static dev.parley.chat.World.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No statement looks at a whole table. */
class QueryPlanTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                Rooms.ONE,
                Rooms.ID_BY_PAIR,
                Rooms.INSERT,
                Rooms.UPDATE,
                Rooms.VIEW_ONE,
                Rooms.VIEW_PAGE,
                Rooms.SINGLES_AFTER,
                Members.ALL,
                Members.ONE,
                Members.PAGED,
                Members.INSERT,
                Members.UPDATE,
                Members.DELETE,
                SEEN_OF_FOUR,
                Messages.ONE,
                Messages.INSERT,
                Messages.BY_CLIENT_ID,
                Messages.NEWEST,
                Messages.BEFORE
            })
    void statementsUseIndexes(String sql) throws Exception {
        try (World world = World.open(Dialect.SQLITE, folder)) {
            List<String> plan = plan(world, sql);
            assertThat(plan)
                    .as(sql)
                    .allSatisfy(step -> assertThat(step)
                            // The page itself is twenty rows.
                            .satisfiesAnyOf(
                                    s -> assertThat(s).isEqualTo("SCAN page"),
                                    s -> assertThat(s).doesNotContain("SCAN")));
        }
    }

    private static List<String> plan(World world, String sql) throws Exception {
        return get(world.database.read(handle ->
                Sql.on(handle.getConnection()).list("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail"))));
    }

    private static final String SEEN_OF_FOUR =
            "UPDATE chat_members SET seen = ? WHERE room_id = ? AND user_id IN (?, ?, ?, ?)";

    @ParameterizedTest
    @ValueSource(strings = {Messages.NEWEST, Messages.BEFORE, Members.ALL, Members.PAGED, Rooms.SINGLES_AFTER})
    void pagesComeInTheOrderOfAnIndexAndAreNotSorted(String sql) throws Exception {
        try (World world = World.open(Dialect.SQLITE, folder)) {
            List<String> plan = plan(world, sql);
            assertThat(plan).noneMatch(step -> step.contains("TEMP B-TREE"));
        }
    }

    @Test
    void theStatementForReadersIsTheOneThatIsChecked() {
        assertThat(Members.seenStatement(4)).isEqualTo(SEEN_OF_FOUR);
    }
}
