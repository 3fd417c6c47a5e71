package dev.parley.server.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what a single value's type cannot: forms of names, uniqueness, and settings that contradict each other. */
final class Checks {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern KEY = Pattern.compile("[!-~]{1,256}");
    private static final int SECRET_BYTES = 32;
    private static final Pattern POSTGRES = Pattern.compile("(jdbc:)?(postgresql|postgres)://\\S+");
    /** The first segments of the server's own paths. */
    private static final Set<String> RESERVED_IDS = Set.of(
            "socket.io",
            "realtime",
            "api",
            "v1",
            "skapi",
            "cdn",
            "cognito",
            "docs",
            "health",
            "metrics",
            "_api",
            "agnost");
    /** Host labels that Altogic clients put in themselves. */
    private static final Set<String> RESERVED_SUBDOMAINS = Set.of("realtime", "engine");

    private final Config config;
    private final Function<String, Place> places;
    private final Problems problems;

    Checks(Config config, Function<String, Place> places, Problems problems) {
        this.config = config;
        this.places = places;
        this.problems = problems;
    }

    void run() {
        listen();
        publicUrl(config.publicUrl());
        database();
        delivery();
        push();
        tokenSecret();
        if (config.drain().timeout().compareTo(config.drain().spread()) < 0) {
            problem("drain.timeout", "must not be shorter than drain.spread");
        }
        List<AppConfig> apps = config.apps();
        for (int i = 0; i < apps.size(); i++) {
            app(apps.get(i), "apps[" + i + "]");
        }
        uniqueness(apps);
    }

    private void listen() {
        Listen listen = config.listen();
        if (listen.host().isBlank()) {
            problem("listen.host", "must not be empty; 0.0.0.0 listens on every interface");
        }
        Tls tls = listen.tls();
        if (tls != null) {
            readable("listen.tls.certificate", tls.certificate());
            readable("listen.tls.key", tls.key());
        }
    }

    private void readable(String path, Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            problem(path, "names " + file + ", which is not a readable file");
        }
    }

    private void publicUrl(@Nullable URI url) {
        if (url == null) {
            return;
        }
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || !SafeUrl.isBare(url)) {
            problem("publicUrl", "must be http:// or https:// with a host and perhaps a port, and nothing behind it");
        }
    }

    private void database() {
        Secret url = config.database().url();
        if (url != null && !POSTGRES.matcher(url.reveal()).matches()) {
            problem("database.url", "must be a PostgreSQL URL (such as postgresql://user:password@host/database)");
        }
    }

    private void delivery() {
        Delivery.Smtp smtp = config.delivery().smtp();
        if (smtp != null && (smtp.user() == null) != (smtp.password() == null)) {
            problem("delivery.smtp", "needs both user and password, or neither");
        }
        if (smtp != null && (!smtp.from().contains("@") || smtp.from().chars().anyMatch(c -> c < ' '))) {
            problem("delivery.smtp.from", "must be an address, such as Example <no-reply@example.com>");
        }
        Delivery.Webhook webhook = config.delivery().webhook();
        if (webhook != null && !isHttp(webhook.url())) {
            problem("delivery.webhook.url", "must be http:// or https://");
        }
    }

    private void push() {
        Delivery.Webhook webhook = config.push().webhook();
        if (webhook != null && !isHttp(webhook.url())) {
            problem("push.webhook.url", "must be http:// or https://");
        }
        Push.Fcm fcm = config.push().fcm();
        if (fcm != null) {
            readable("push.fcm.serviceAccount", fcm.serviceAccount());
            if (!SafeUrl.isSafe(fcm.endpoint()) || !SafeUrl.isBare(fcm.endpoint())) {
                problem("push.fcm.endpoint", "must be https:// (or http:// on this machine), without a path");
            }
        }
        SkapiChecks.webPush(config.push().web(), "push.web", this::problem);
    }

    private void tokenSecret() {
        Secret secret = config.identity().tokenSecret();
        if (secret != null && isShort(secret)) {
            problem("identity.tokenSecret", "must have at least " + SECRET_BYTES + " bytes");
        }
    }

    private static boolean isShort(Secret secret) {
        return secret.reveal().getBytes(StandardCharsets.UTF_8).length < SECRET_BYTES;
    }

    private static boolean isHttp(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        return (scheme.equals("http") || scheme.equals("https")) && url.getRawUserInfo() == null;
    }

    private void app(AppConfig app, String path) {
        if (!ID.matcher(app.id()).matches() || app.id().equals(".") || app.id().equals("..")) {
            problem(path + ".id", "must be 1 to 64 of A-Z a-z 0-9 . _ -, not \"" + app.id() + "\"");
        } else if (RESERVED_IDS.contains(app.id().toLowerCase(Locale.ROOT))) {
            problem(path + ".id", "must not be \"" + app.id() + "\", which the server's own paths use");
        }
        subdomain(app, path);
        if (app.maxPayload() > config.socketio().maxPayload()) {
            problem(path + ".maxPayload", "must not be larger than socketio.maxPayload");
        }
        SkapiChecks.service(app.skapi(), path + ".skapi", this::problem);
        keys(app, path);
        new AuthChecks(this::problem).check(app.auth(), path + ".auth");
        for (int i = 0; i < app.channels().size(); i++) {
            if (app.channels().get(i).match().isBlank()) {
                problem(path + ".channels[" + i + "].match", "must not be empty; * is every channel");
            }
        }
    }

    private void subdomain(AppConfig app, String path) {
        String subdomain = app.subdomain();
        if (subdomain == null) {
            return;
        }
        if (!DNS_LABEL.matcher(subdomain).matches()) {
            problem(
                    path + ".subdomain",
                    "must be a single lower-case host label (a-z 0-9 -), not \"" + subdomain + "\"");
        } else if (RESERVED_SUBDOMAINS.contains(subdomain)) {
            problem(path + ".subdomain", "must not be \"" + subdomain + "\", which clients use for the server itself");
        }
    }

    private void keys(AppConfig app, String path) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < app.clientKeys().size(); i++) {
            String key = app.clientKeys().get(i).key();
            String at = path + ".clientKeys[" + i + "].key";
            if (!KEY.matcher(key).matches()) {
                problem(at, "must be 1 to 256 printable ASCII characters without spaces");
            } else if (!seen.add(key)) {
                problem(at, "is already a client key of this app");
            }
        }
        for (int i = 0; i < app.serverKeys().size(); i++) {
            String key = app.serverKeys().get(i).reveal();
            String at = path + ".serverKey[" + i + "]";
            if (!KEY.matcher(key).matches()) {
                problem(at, "must be 1 to 256 printable ASCII characters without spaces");
            } else if (seen.contains(key)) {
                problem(at, "must not be a client key too, as every client knows that");
            }
        }
    }

    /** Each of these names leads to one app, so two apps must not share one. */
    private void uniqueness(List<AppConfig> apps) {
        Map<Object, String> ids = new HashMap<>();
        Map<Object, String> subdomains = new HashMap<>();
        Map<Object, String> services = new HashMap<>();
        Map<Object, String> serverKeys = new HashMap<>();
        Map<Object, String> vchat = new HashMap<>();
        for (int i = 0; i < apps.size(); i++) {
            AppConfig app = apps.get(i);
            String path = "apps[" + i + "]";
            unique(ids, app.id(), path + ".id", "is \"" + app.id() + "\" like that of");
            String subdomain = app.subdomain();
            if (subdomain != null) {
                unique(subdomains, subdomain, path + ".subdomain", "is \"" + subdomain + "\" like that of");
            }
            SkapiService skapi = app.skapi();
            if (skapi != null) {
                String service = skapi.service();
                unique(services, service, path + ".skapi.service", "is \"" + service + "\" like that of");
            }
            for (int k = 0; k < app.serverKeys().size(); k++) {
                unique(serverKeys, app.serverKeys().get(k), path + ".serverKey[" + k + "]", "is already used by");
            }
            if (app.vchat()) {
                unique(
                        vchat,
                        true,
                        path + ".vchat",
                        "can be on for one app only, as v_chat clients name no app; it is on for");
            }
        }
    }

    private void unique(Map<Object, String> seen, Object value, String path, String message) {
        String owner = path.substring(0, path.indexOf(']') + 1);
        String earlier = seen.putIfAbsent(value, owner);
        if (earlier != null) {
            problem(path, message + " " + earlier);
        }
    }

    private void problem(String path, String message) {
        problems.add(places.apply(path), path + " " + message);
    }
}
