package dev.parley.server.cli;

import dev.parley.core.Clock;
import dev.parley.server.config.Config;
import dev.parley.server.config.DefaultApp;
import dev.parley.server.directory.AppDirectory;
import dev.parley.server.directory.Audit;
import dev.parley.server.directory.ChangeLog;
import dev.parley.server.directory.Databases;
import dev.parley.server.directory.DirectoryParts;
import dev.parley.server.identity.Apps;
import dev.parley.storage.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** A command that opens the database, does one thing in it and ends. */
final class DatabaseCommand extends Command {

    private static final int SECONDS = 60;

    private final Settings settings;
    private final InputStream in;
    private final Action action;

    DatabaseCommand(Settings settings, InputStream in, Action action) {
        this.settings = settings;
        this.in = in;
        this.action = action;
    }

    /** What it does. */
    @FunctionalInterface
    interface Action {
        void run(Context context) throws Exception;
    }

    /** The open database, and those who know what is in it. */
    record Store(
            Config config, Database database, Clock clock, ChangeLog changes, Audit audit, AppDirectory directory) {

        static Store of(Config config, Database database) {
            Clock clock = Clock.system();
            ChangeLog changes = new ChangeLog(clock);
            Audit audit = new Audit(database, clock);
            AppDirectory directory = new AppDirectory(new DirectoryParts(
                    database, config, new Apps(config.apps()), changes, audit, clock, Databases.APP_DATA));
            return new Store(config, database, clock, changes, audit, directory);
        }
    }

    /** What it does it with. */
    record Context(Store store, ParseResult parsed, InputStream in, PrintWriter out, PrintWriter err) {

        AppDirectory directory() {
            return store.directory();
        }

        /** To be thrown if the command line is wrong. */
        ParameterException wrong(String message) {
            return new ParameterException(parsed.commandSpec().commandLine(), message);
        }

        String text(String option) {
            return parsed.matchedOptionValue(option, "");
        }

        String first() {
            return parsed.matchedPositionalValue(0, "");
        }

        boolean json() {
            return parsed.hasMatchedOption(AdminCommands.JSON);
        }

        /** Who the audit says did it. */
        String actor() {
            return "cli:" + System.getProperty("user.name", "");
        }

        <T extends @Nullable Object> T await(CompletionStage<T> stage) throws Exception {
            try {
                return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException refused ? refused : e;
            } catch (TimeoutException e) {
                throw new IOException("the database did not answer in " + SECONDS + " s", e);
            }
        }
    }

    @Override
    public Integer call() throws Exception {
        Config config = complete(settings.read(parsed()));
        try (Database database = Database.open(Databases.options(config, Databases.SCHEMAS))) {
            action.run(new Context(
                    Store.of(config, database),
                    parsed(),
                    in,
                    out(),
                    commandLine().getErr()));
        }
        out().flush();
        return ExitCode.OK;
    }

    /** The apps that the server on this folder has; a folder that is nowhere yet is not made for the sake of its default app. */
    private static Config complete(Config config) throws IOException {
        if (!config.apps().isEmpty()) {
            return config;
        }
        boolean local = config.database().url() == null
                || Files.isDirectory(config.data().dir());
        return config.withApps(
                List.of(local ? DefaultApp.open(config.data().dir()).app() : DefaultApp.withoutKeys()));
    }
}
