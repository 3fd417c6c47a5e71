package dev.parley.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One app (tenant).
 *
 * @param subdomain lower case; null when the app is reached by its id only
 * @param name empty when not set
 * @param serverKeys master access tokens, unique over all apps
 * @param allowedOrigins empty for any
 * @param maxPayload bytes, at most {@code socketio.maxPayload}
 * @param maxNameLength characters
 * @param maxProfileBytes bytes
 * @param skapi null when the app is no Skapi service
 */
public record AppConfig(
        @Setting(
                doc = "The id clients name the app by (\"env id\"): 1 to 64 of `A-Z a-z 0-9 . _ -`. Altogic clients"
                        + " cannot use an id with a dot.",
                required = true)
        String id,

        @Setting(doc = "The host name's first label by which Altogic clients may name the app.") @Nullable
        String subdomain,

        @Setting(doc = "A name for people.", def = "") String name,

        @Setting(doc = "Refuse everything for this app.", def = "false")
        boolean suspended,

        @Setting(doc = "Whether the app serves realtime connections.", def = "true")
        boolean realtime,

        @Setting(doc = "Whether clients must present one of `clientKeys`.", def = "true")
        boolean requireKey,

        @Setting(doc = "Whether clients must present a valid session.", def = "false")
        boolean requireSession,

        @Setting(doc = "The keys of the app's clients.") List<ClientKey> clientKeys,

        @Setting(
                name = "serverKey",
                doc = "The key, or the list of keys, with which the app's own backend has full access. No two apps may"
                        + " share one.")
        List<Secret> serverKeys,

        @Setting(
                doc = "Web origins that may connect, such as `https://example.com`. Empty: any, as connections never"
                        + " use cookies.")
        List<Origin> allowedOrigins,

        @Setting(
                doc = "The largest message a client of this app may send; at most `socketio.maxPayload`.",
                inherit = "socketio.maxPayload",
                unit = Setting.Unit.BYTES,
                min = "1KiB",
                max = "100MB")
        int maxPayload,

        @Setting(doc = "How many channels one connection may be a member of.", def = "1000", min = "1", max = "1000000")
        int maxChannelsPerSubscriber,

        @Setting(doc = "The longest channel or event name, in characters.", def = "256", min = "1", max = "4096")
        int maxNameLength,

        @Setting(
                doc = "The largest profile a member may show to others.",
                def = "16KiB",
                unit = Setting.Unit.BYTES,
                min = "0",
                max = "1MiB")
        int maxProfileBytes,

        @Setting(
                doc = "How fast one connection of this app may publish; what is not set is taken from"
                        + " `limits.publishRate`.",
                inherit = "limits.publishRate")
        PublishRate publishRate,

        @Setting(doc = "How many packets clients together may send; what is above it is dropped.")
        PacketRate packetRate,

        @Setting(
                doc = "Who may use which channels; the first rule that matches decides. With rules, a channel that none"
                        + " matches is for the app's own back ends only. Without any, every client may use every"
                        + " channel.")
        List<ChannelRule> channels,

        @Setting(doc = "Who may send a message to the whole app: " + ChannelRule.WHO, def = "anyone")
        Who broadcast,

        @Setting(doc = "How users sign up and in.") AuthConfig auth,

        @Setting(
                doc =
                        "Whether this app serves v_chat clients, who need no key: anybody may register. They name no app, so only one app can.",
                def = "false")
        boolean vchat,

        @Setting(doc = "Makes the app a Skapi service.") @Nullable
        SkapiService skapi) {

    /** Copies the lists. */
    public AppConfig {
        clientKeys = List.copyOf(clientKeys);
        serverKeys = List.copyOf(serverKeys);
        allowedOrigins = List.copyOf(allowedOrigins);
        channels = List.copyOf(channels);
    }

    /** The same settings with these client keys. */
    public AppConfig withClientKeys(List<ClientKey> keys) {
        return new AppConfig(
                id,
                subdomain,
                name,
                suspended,
                realtime,
                requireKey,
                requireSession,
                keys,
                serverKeys,
                allowedOrigins,
                maxPayload,
                maxChannelsPerSubscriber,
                maxNameLength,
                maxProfileBytes,
                publishRate,
                packetRate,
                channels,
                broadcast,
                auth,
                vchat,
                skapi);
    }
}
