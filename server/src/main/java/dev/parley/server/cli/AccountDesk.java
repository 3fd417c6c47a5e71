package dev.parley.server.cli;

import dev.parley.server.accounts.AccountParts;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.UserEvents;
import dev.parley.server.cli.DatabaseCommand.Context;
import dev.parley.server.cli.DatabaseCommand.Store;
import dev.parley.server.config.Identity;
import dev.parley.server.config.Secret;
import dev.parley.server.config.SkapiService;
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
import java.util.function.Function;
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

    /** For commands that make nothing from the token secret: they neither need it nor make one. */
    static DatabaseCommand.Action with(Action action) {
        return context -> run(context, app -> withoutSecret(context), action);
    }

    /** For commands that make tokens. */
    static DatabaseCommand.Action signing(Action action) {
        return context -> withSecret(
                context,
                "accept the token",
                () -> run(context, app -> context.store().config().identity(), action));
    }

    /** For commands that may set passwords, from which verifiers are made where an app wants them. */
    static DatabaseCommand.Action keeping(Action action) {
        return context -> withSecret(
                context,
                "can use the verifiers of passwords",
                () -> run(
                        context,
                        app -> keepsVerifiers(app) ? context.store().config().identity() : withoutSecret(context),
                        action));
    }

    private static boolean keepsVerifiers(App app) {
        SkapiService skapi = app.config().skapi();
        return skapi != null && skapi.passwordLogin();
    }

    private static Identity withoutSecret(Context context) {
        return context.store().config().identity().withTokenSecret(anySecret());
    }

    /** What a command does when it has a secret. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** Tells when the work has made a secret. */
    private static void withSecret(Context context, String what, Work work) throws Exception {
        Path file = context.store().config().data().dir().resolve(AccountParts.SECRET_FILE);
        boolean isThere = context.store().config().identity().tokenSecret() != null || Files.exists(file);
        work.run();
        if (!isThere && Files.exists(file)) {
            context.err()
                    .println("note: " + file + " was made just now. Only servers with this data folder " + what
                            + "; for others see identity.tokenSecret.");
        }
    }

    private static Secret anySecret() {
        return Secret.of(UUID.randomUUID() + "" + UUID.randomUUID());
    }

    private static void run(Context context, Function<App, Identity> identity, Action action) throws Exception {
        String id = context.text(AdminCommands.APP);
        AppInfo info = context.await(context.directory().find(id));
        if (info == null) {
            throw new IOException("there is no app \"" + id + "\"");
        }
        Store store = context.store();
        App app = new App(info.config());
        Accounts accounts = new Accounts(new AccountParts(
                store.database(),
                identity.apply(app),
                store.clock(),
                message -> false,
                UserEvents.NONE,
                store.changes()::append,
                () -> "",
                store.config().data().dir(),
                new SimpleMeterRegistry()));
        try (AccountDesk desk = new AccountDesk(context, app, accounts)) {
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
