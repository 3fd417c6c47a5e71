package dev.parley.server;

import dev.parley.core.Clock;
import dev.parley.server.accounts.AccountParts;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.cli.Reach;
import dev.parley.server.config.Config;
import dev.parley.server.delivery.Outbox;
import dev.parley.server.directory.AppDirectory;
import dev.parley.server.directory.Audit;
import dev.parley.server.directory.Change;
import dev.parley.server.directory.ChangeFeed;
import dev.parley.server.directory.ChangeLog;
import dev.parley.server.directory.Databases;
import dev.parley.server.directory.DirectoryParts;
import dev.parley.server.gateway.altogic.UserEventPublisher;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.storage.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What lives from the database: apps and keys, accounts, and the messages they send. Opened before anything is served, closed
 * after nothing is any more.
 */
final class Persistence implements AutoCloseable {

    private static final long LOAD_SECONDS = 30;

    private final Database database;
    private final Audit audit;
    private final AppDirectory directory;
    private final ChangeFeed feed;
    private final Outbox outbox;
    private final Accounts accounts;

    private Persistence(
            Database database, Audit audit, AppDirectory directory, ChangeFeed feed, Outbox outbox, Accounts accounts) {
        this.database = database;
        this.audit = audit;
        this.directory = directory;
        this.feed = feed;
        this.outbox = outbox;
        this.accounts = accounts;
    }

    /**
     * Opens it all. Blocks. The apps of the database are added to those of the settings.
     *
     * @throws IOException if the database cannot be used; the message says what to do
     */
    static Persistence open(Foundation base) throws IOException {
        Config config = base.config();
        Apps apps = base.apps();
        Clock clock = base.clock();
        MeterRegistry meters = base.meters();
        Database database = Database.open(Databases.options(config, Databases.SCHEMAS));
        try {
            database.bindTo(meters);
            ChangeLog log = new ChangeLog(clock);
            Audit audit = new Audit(database, clock);
            AppDirectory directory =
                    new AppDirectory(new DirectoryParts(database, config, apps, log, audit, clock, Databases.APP_DATA));
            ChangeFeed feed = ChangeFeed.open(database, log, clock);
            await(directory.load());
            Outbox outbox = new Outbox(config.delivery(), id -> nameOf(apps, id), clock, meters);
            Accounts accounts = accounts(
                    new AccountParts(
                            database,
                            config.identity(),
                            clock,
                            outbox,
                            new UserEventPublisher(base.hub()),
                            log::append,
                            () -> Reach.of(config, base.listener().port()).base(),
                            config.data().dir(),
                            meters),
                    outbox);
            feed.listen(directory::changed);
            feed.listen(change -> accounts.changed(change.app(), change.kind().label(), change.subject()));
            feed.start();
            return new Persistence(database, audit, directory, feed, outbox, accounts);
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Accounts accounts(AccountParts parts, Outbox outbox) throws IOException {
        try {
            return new Accounts(parts);
        } catch (IOException | RuntimeException e) {
            outbox.close();
            throw e;
        }
    }

    Audit audit() {
        return audit;
    }

    AppDirectory directory() {
        return directory;
    }

    Accounts accounts() {
        return accounts;
    }

    /** Has somebody told of each change by this or another process, soon after. */
    void listen(Consumer<Change> listener) {
        feed.listen(change -> {
            listener.accept(change);
            return CompletableFuture.completedFuture(null);
        });
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        feed.close();
        outbox.close();
        accounts.close();
        database.close();
    }

    private static String nameOf(Apps apps, String id) {
        App app = apps.byId(id);
        return app == null || app.config().name().isBlank() ? id : app.config().name();
    }

    private static <T extends @Nullable Object> T await(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get(LOAD_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : e.getCause();
            throw new IOException("the apps in the database cannot be read: " + cause, e);
        } catch (TimeoutException e) {
            throw new IOException("the database did not answer within " + LOAD_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
