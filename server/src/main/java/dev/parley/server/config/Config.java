package dev.parley.server.config;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one server, checked and complete: every value is either what the operator set or the default.
 *
 * <p>Immutable. {@link ConfigLoader} makes it from a file, the environment and flags; {@link #parse} from a text.
 * {@link #toString} shows no secret.
 *
 * @param publicUrl where clients reach this server, without a path and a trailing slash; null when not set
 * @param apps empty when none is configured; the server then starts with a {@link DefaultApp}
 */
public record Config(
        @Setting(doc = "Where the server listens, and how it talks to proxies and TLS clients.")
        Listen listen,

        @Setting(doc = "Where the server keeps its files.") Data data,

        @Setting(
                doc = "The address under which clients reach this server from outside, such as"
                        + " `https://c1.example.com`. It is what the server prints and advertises; it does not change"
                        + " what it listens on. Altogic clients need a host name of three labels, with DNS entries for"
                        + " `realtime.` and for each app's subdomain below it.")
        @Nullable
        URI publicUrl,

        @Setting(
                doc = "The apps (tenants) this server serves; not settable by the environment or by flags. More can be"
                        + " added to the database by `parley apps` and over REST. Without any here, the server makes one"
                        + " called `default` and keeps its keys in the data folder.")
        List<AppConfig> apps,

        @Setting(
                doc = "What one peer may cost. Every limit bounds bytes, objects or time of complete and of"
                        + " incomplete input.")
        Limits limits,

        @Setting(doc = "Operating the server: metrics access and logging.")
        Ops ops,

        @Setting(doc = "How the server lets go of its clients when it stops.")
        Drain drain,

        @Setting(doc = "The Socket.IO endpoint: heartbeat, upgrade and packet limits.")
        SocketIo socketio,

        @Setting(doc = "Where accounts and messages are stored.")
        Database database,

        @Setting(doc = "Accounts: what protects passwords and tokens.")
        Identity identity,

        @Setting(doc = "Mails and text messages to users.") Delivery delivery,

        @Setting(doc = "Files that users send.") Media media,

        @Setting(doc = "Notifications of users who are not looking.")
        Push push,

        @Setting(doc = "What the app with `vchat: true` offers v_chat's clients.")
        VChat vchat,

        @Setting(doc = "What apps that are Skapi services offer skapi-js.")
        Skapi skapi) {

    /** Copies {@code apps} and takes the trailing slash off {@code publicUrl}. */
    public Config {
        apps = List.copyOf(apps);
        if (publicUrl != null && "/".equals(publicUrl.getRawPath())) {
            publicUrl = URI.create(publicUrl.getScheme() + "://" + publicUrl.getRawAuthority());
        }
    }

    /** The settings of a server that was given none. */
    public static Config defaults() {
        try {
            return parse("");
        } catch (ConfigException e) {
            throw new AssertionError("the defaults are not valid", e);
        }
    }

    /**
     * Reads settings from the text of a {@code parley.yaml}, without looking at the environment.
     *
     * @throws ConfigException if anything in it is wrong; it lists every problem
     */
    public static Config parse(String yaml) throws ConfigException {
        return ConfigLoader.parse(ConfigLoader.DEFAULT_FILE, yaml, Map.of(), Map.of());
    }

    /** The same settings with these apps. */
    public Config withApps(List<AppConfig> newApps) {
        return new Config(
                listen, data, publicUrl, newApps, limits, ops, drain, socketio, database, identity, delivery, media,
                push, vchat, skapi);
    }
}
