package dev.parley.storage;

import static dev.parley.storage.Items.get;
import static dev.parley.storage.Items.ids;
import static dev.parley.storage.Items.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the tables come up to date. */
class SchemaTest {

    @TempDir
    private Path folder;

    private static DatabaseOptions with(DatabaseOptions options, String... schemas) {
        return new DatabaseOptions(
                options.folder(),
                options.url(),
                List.of(schemas),
                options.readers(),
                options.connections(),
                options.queue());
    }

    @ParameterizedTest
    @EnumSource
    void openingMakesTheTablesOnceAndKeepsWhatIsThere(Dialect dialect) throws Exception {
        DatabaseOptions options = TestDatabases.fresh(dialect, folder, Items.SCHEMA);
        assertThat(Database.inspect(options)).isEqualTo(new SchemaState(dialect, 0, 2, ""));
        try (Database database = Database.open(options)) {
            get(database.write(insert(1)));
        }
        assertThat(Database.inspect(options)).isEqualTo(new SchemaState(dialect, 2, 0, ""));
        try (Database database = Database.open(options)) {
            assertThat(get(database.read(ids()))).containsExactly(1L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void historiesOfSeveralFoldersLiveInOneDatabase(Dialect dialect) throws Exception {
        DatabaseOptions first = TestDatabases.fresh(dialect, folder, Items.SCHEMA);
        Database.open(first).close();
        DatabaseOptions both = with(first, "db/other", Items.SCHEMA);
        assertThat(Database.inspect(both)).isEqualTo(new SchemaState(dialect, 2, 1, ""));
        try (Database database = Database.open(both)) {
            get(database.write(handle -> handle.execute("INSERT INTO others (id) VALUES (1)")));
        }
        assertThat(Database.inspect(both)).isEqualTo(new SchemaState(dialect, 3, 0, ""));
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseOfANewerVersionIsRefusedAndLeftAsItIs(Dialect dialect) throws Exception {
        DatabaseOptions newer = TestDatabases.fresh(dialect, folder, "db/newer/items");
        Database.open(newer).close();
        DatabaseOptions older = with(newer, "db/other", Items.SCHEMA);
        assertThatThrownBy(() -> Database.open(older))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "migration 3 of items is not known to this version: a newer one has used the database");
        assertThat(Database.inspect(older).problem()).contains("migration 3 of items is not known");
        assertThat(Database.inspect(newer)).isEqualTo(new SchemaState(dialect, 3, 0, ""));
        assertThat(Database.inspect(with(newer, "db/other")).pending()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anOlderDatabaseIsBroughtUpToDate(Dialect dialect) throws Exception {
        DatabaseOptions older = TestDatabases.fresh(dialect, folder, Items.SCHEMA);
        try (Database database = Database.open(older)) {
            get(database.write(insert(1)));
        }
        DatabaseOptions newer = with(older, "db/newer/items");
        assertThat(Database.inspect(newer)).isEqualTo(new SchemaState(dialect, 2, 1, ""));
        try (Database database = Database.open(newer)) {
            assertThat(get(database.read(ids()))).containsExactly(1L);
            get(database.write(handle -> handle.execute("INSERT INTO later (id) VALUES (1)")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMigrationThatFailsIsUndoneAndNamed(Dialect dialect) throws Exception {
        DatabaseOptions options = TestDatabases.fresh(dialect, folder, "db/wrong");
        assertThatThrownBy(() -> Database.open(options))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("TABEL");
        assertThat(Database.inspect(options)).isEqualTo(new SchemaState(dialect, 0, 1, ""));
    }

    @ParameterizedTest
    @EnumSource
    void severalMayStartAtOnce(Dialect dialect) throws Exception {
        DatabaseOptions options = TestDatabases.fresh(dialect, folder, Items.SCHEMA, "db/other");
        try (ExecutorService starters = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> starts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                long id = i;
                starts.add(() -> {
                    try (Database database = Database.open(options)) {
                        return get(database.write(insert(id))) == 1;
                    }
                });
            }
            for (Future<Boolean> started : starters.invokeAll(starts, 60, TimeUnit.SECONDS)) {
                assertThat(started.get()).isTrue();
            }
        }
        assertThat(Database.inspect(options).pending()).isZero();
    }

    @Test
    void inspectingMakesNoFile() throws Exception {
        Path missing = folder.resolve("none");
        DatabaseOptions options = new DatabaseOptions(missing, null, List.of(Items.SCHEMA), 1, 1, 1);
        assertThat(Database.inspect(options)).isEqualTo(new SchemaState(Dialect.SQLITE, 0, 2, ""));
        assertThat(missing).doesNotExist();
    }

    @Test
    void inspectingChangesNoFile() throws Exception {
        DatabaseOptions options = TestDatabases.fresh(Dialect.SQLITE, folder, Items.SCHEMA);
        Database.open(options).close();
        byte[] before = Files.readAllBytes(folder.resolve("parley.db"));
        assertThat(Database.inspect(with(options, "db/newer/items", "db/other")).pending())
                .isEqualTo(2);
        assertThat(folder.resolve("parley.db")).hasBinaryContent(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("parley.db", ".schema.lock");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHistoryThatIsAsUsualIsTakenAtAGlance(Dialect dialect) throws Exception {
        DatabaseOptions options = TestDatabases.fresh(dialect, folder, Items.SCHEMA, "db/other");
        DataSource source = source(options);
        assertThat(HistoryGlance.current(source, options.schemas()))
                .as("no tables")
                .isNegative();
        Database.open(options).close();
        assertThat(HistoryGlance.current(source, options.schemas())).isEqualTo(3);
        assertThat(HistoryGlance.current(source, List.of("db/newer/items")))
                .as("one is lacking")
                .isNegative();
        assertThat(HistoryGlance.current(source, List.of("db/nowhere"))).isNegative();
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsUnusualIsLeftToFlywayWhichSaysSo(Dialect dialect) throws Exception {
        DatabaseOptions options = TestDatabases.fresh(dialect, folder, Items.SCHEMA);
        Database.open(options).close();
        DataSource source = source(options);
        String last = " WHERE version = '2'";
        change(source, "SET checksum = checksum + 1" + last);
        assertThat(HistoryGlance.current(source, options.schemas())).isNegative();
        assertThat(Database.inspect(options).problem())
                .contains("migration 2 of items is not the one this version has");
        change(source, "SET checksum = checksum - 1" + last);
        assertThat(HistoryGlance.current(source, options.schemas())).isEqualTo(2);
        change(source, "SET success = " + (dialect == Dialect.SQLITE ? "0" : "FALSE") + last);
        assertThat(HistoryGlance.current(source, options.schemas())).isNegative();
        assertThatThrownBy(() -> Database.open(options)).hasMessageContaining("migration 2 of items failed half way");
    }

    private static void change(DataSource source, String how) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE schema_history_items " + how))
                    .isEqualTo(1);
        }
    }

    private static DataSource source(DatabaseOptions options) throws IOException {
        String url = options.url();
        return url == null
                ? SqliteFile.in(options.folder()).writing()
                : PostgresUrl.parse(url).source();
    }
}
