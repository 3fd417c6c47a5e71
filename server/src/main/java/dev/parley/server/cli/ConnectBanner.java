package dev.parley.server.cli;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.ClientKey;
import dev.parley.server.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code serve} prints once the server listens: how clients of each family connect, with URLs that work.
 *
 * <p>Shows client keys, which every client has anyway, and never a server key. Plain ASCII, as terminals differ.
 *
 * @param config with the apps that are served
 * @param port the port that was bound
 * @param serverKeyFile where a generated server key lies; null when the operator set the keys
 */
public record ConnectBanner(
        Config config, int port, @Nullable Path serverKeyFile) {
    private static final int MOST_APPS = 3;

    /** The text, several lines, ending with a line break. */
    public String text() {
        Reach reach = Reach.of(config, port);
        StringBuilder text = new StringBuilder();
        text.append("Parley listens on ").append(reach.bound()).append('\n');
        List<AppConfig> apps = config.apps();
        apps.stream().limit(MOST_APPS).forEach(app -> describe(app, reach, text));
        if (apps.size() > MOST_APPS) {
            text.append("\nand ").append(apps.size() - MOST_APPS).append(" more apps\n");
        }
        if (reach.isLocal()) {
            text.append("""

                    For other machines set publicUrl to a DNS name, such as https://c1.example.com. Altogic clients
                    can use neither localhost nor an IP address; with DNS for *.c1.example.com (that is
                    <subdomain>.c1.example.com and realtime.c1.example.com) they use https://<subdomain>.c1.example.com
                    """);
        }
        return text.toString();
    }

    private void describe(AppConfig app, Reach reach, StringBuilder text) {
        text.append("\nApp ").append(app.id());
        if (app.suspended()) {
            text.append(" is suspended\n");
            return;
        }
        text.append('\n');
        if (serverKeyFile != null) {
            row(text, "server key", "in " + serverKeyFile);
        }
        if (!app.realtime()) {
            row(text, "realtime", "is off");
            return;
        }
        Optional<String> key = clientKey(app);
        if (key.isEmpty()) {
            row(text, "clients", "need a client key, and the app has none for realtime");
        }
        for (ClientFamily family : ClientFamily.values()) {
            if (family.serves(app) && (key.isPresent() || !family.needsKey())) {
                String title = family.title();
                for (String line : family.lines(reach, app, key.orElse(""))) {
                    row(text, title, line);
                    title = "";
                }
            }
        }
    }

    /** A key to show; where none is needed, the clients still want some text. */
    private static Optional<String> clientKey(AppConfig app) {
        Optional<String> key = app.clientKeys().stream()
                .filter(ClientKey::realtime)
                .map(ClientKey::key)
                .findFirst();
        return key.isPresent() || app.requireKey() ? key : Optional.of("any");
    }

    private static void row(StringBuilder text, String title, String line) {
        text.append("  ").append(String.format("%-12s", title)).append(line).append('\n');
    }
}
