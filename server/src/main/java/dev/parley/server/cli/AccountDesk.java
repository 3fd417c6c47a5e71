package dev.parley.server.cli;

import dev.parley.server.accounts.AccountParts;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.UserEvents;
import dev.parley.server.cli.DatabaseCommand.Context;
import dev.parley.server.cli.DatabaseCommand.Store;
import dev.parley.server.config.Identity;
import dev.parley.server.config.Secret;
import dev.parley.server.directory.AppInfo;
import dev.parley.server.directory.Audit;
import dev.parley.server.identity.App;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of one app, for one command. It sends no messages and raises no user events, as the devices are connected to another
 * process; that one learns of what has ended by the changes in the database.
 */
final class AccountDesk implements AutoCloseable {

    private final Context context;
    private final App app;
    private final Accounts accounts;

    private AccountDesk(Context context, App app, Accounts accounts) {
        this.context = context;
        this.app = app;
        this.accounts = accounts;
    }

    /** What a command does. */
    @FunctionalInterface
    interface Action {
        void run(AccountDesk desk) throws Exception;
    }

    /** For commands that show no tokens: they neither need the secret that signs these, nor do they make one. */
    static DatabaseCommand.Action with(Action action) {
        return context -> run(context, context.store().config().identity().withTokenSecret(anySecret()), action);
    }

    /** For commands that make tokens. */
    static DatabaseCommand.Action signing(Action action) {
        return context -> {
            Identity identity = context.store().config().identity();
            Path file = context.store().config().data().dir().resolve(AccountParts.SECRET_FILE);
            boolean isNew = identity.tokenSecret() == null && !Files.exists(file);
            run(context, identity, action);
            if (isNew) {
                context.err()
                        .println("note: " + file + " was made just now. Only servers with this data folder accept the"
                                + " token; for others see identity.tokenSecret.");
            }
        };
    }

    private static Secret anySecret() {
        return Secret.of(UUID.randomUUID() + "" + UUID.randomUUID());
    }

    private static void run(Context context, Identity identity, Action action) throws Exception {
        String id = context.text(AdminCommands.APP);
        AppInfo info = context.await(context.directory().find(id));
        if (info == null) {
            throw new IOException("there is no app \"" + id + "\"");
        }
        Store store = context.store();
        Accounts accounts = new Accounts(new AccountParts(
                store.database(),
                identity,
                store.clock(),
                message -> false,
                UserEvents.NONE,
                store.changes()::append,
                () -> "",
                store.config().data().dir(),
                new SimpleMeterRegistry()));
        try (AccountDesk desk = new AccountDesk(context, new App(info.config()), accounts)) {
            action.run(desk);
        }
    }

    Context context() {
        return context;
    }

    App app() {
        return app;
    }

    Accounts accounts() {
        return accounts;
    }

    <T extends @Nullable Object> T await(CompletionStage<T> stage) throws Exception {
        return context.await(stage);
    }

    /** Notes an act that was done. One that cannot be noted has happened all the same, so the command does not fail. */
    void note(String action, String subject, Map<String, ?> detail) {
        Store store = context.store();
        Audit.Act act = new Audit.Act(context.actor(), app.id(), action, subject, detail);
        try {
            context.await(store.database().write(handle -> {
                store.audit().append(handle, act);
                return act;
            }));
        } catch (Exception e) {
            context.err().println("parley: it was done, but is missing in the audit: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        accounts.close();
    }
}
