package dev.parley.server.cli;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.config.DefaultApp;
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
        if (config.apps().isEmpty()) {
            line(out, "app", DefaultApp.ID + " (made by the server, as none is set)");
        }
        config.apps().forEach(app -> line(out, "app", summary(app)));
        out.flush();
        return ExitCode.OK;
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
