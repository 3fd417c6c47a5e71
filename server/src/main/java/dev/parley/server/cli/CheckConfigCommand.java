package dev.parley.server.cli;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.config.DefaultApp;
import dev.parley.server.directory.Databases;
import dev.parley.server.push.PushService;
import dev.parley.storage.Database;
import dev.parley.storage.SchemaState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ExitCode;

/** {@code parley check-config}. */
final class CheckConfigCommand extends Command {
    private final Settings settings;

    CheckConfigCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() throws ConfigException {
        Config config = settings.read(parsed());
        PrintWriter out = out();
        out.println("The settings are valid.");
        line(out, "listen", Reach.of(config, config.listen().port()).bound());
        if (config.publicUrl() != null) {
            line(out, "public URL", config.publicUrl().toString());
        }
        line(out, "data folder", config.data().dir().toString());
        SchemaState database = Database.inspect(Databases.options(config, Databases.SCHEMAS));
        line(out, "database", describe(database));
        if (config.apps().isEmpty()) {
            line(out, "app", DefaultApp.ID + " (made by the server, as none is set)");
        }
        config.apps().forEach(app -> line(out, "app", summary(app)));
        out.flush();
        if (!database.problem().isEmpty()) {
            commandLine().getErr().println("parley: " + database.problem());
            return ExitCode.SOFTWARE;
        }
        return push(config);
    }

    private int push(Config config) {
        try {
            PushService.check(config.push());
            return ExitCode.OK;
        } catch (IOException e) {
            commandLine().getErr().println("parley: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private static String describe(SchemaState state) {
        String name = switch (state.dialect()) {
            case SQLITE -> "SQLite";
            case POSTGRESQL -> "PostgreSQL";
        };
        if (!state.problem().isEmpty()) {
            return name + ", not usable";
        }
        if (state.applied() == 0) {
            return name + ", its tables will be made at the start";
        }
        return state.pending() == 0
                ? name + ", up to date"
                : name + ", " + state.pending() + " change(s) of its tables will be made at the start";
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-12s %s%n", name, value);
    }

    private static String summary(AppConfig app) {
        List<String> parts = new ArrayList<>();
        parts.add("client keys: " + app.clientKeys().size());
        parts.add("server keys: " + app.serverKeys().size());
        if (app.subdomain() != null) {
            parts.add("subdomain " + app.subdomain());
        }
        if (app.vchat()) {
            parts.add("v_chat");
        }
        if (app.skapi() != null) {
            parts.add("Skapi " + app.skapi().service());
        }
        if (!app.realtime()) {
            parts.add("realtime off");
        }
        if (app.suspended()) {
            parts.add("suspended");
        }
        return app.id() + " (" + String.join(", ", parts) + ")";
    }
}
