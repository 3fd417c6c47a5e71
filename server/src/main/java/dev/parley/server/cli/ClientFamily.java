package dev.parley.server.cli;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.SkapiService;
import java.net.URI;
import java.util.List;

/** How clients of one family connect to an app. A new family is one more constant. */
enum ClientFamily {
    ALTOGIC("Altogic") {
        @Override
        List<String> lines(Reach reach, AppConfig app, String key) {
            String subdomain = app.subdomain();
            boolean dottedId = app.id().contains(".");
            if (dottedId && subdomain == null) {
                return List.of("needs a subdomain for this app, as its id has a dot (the client splits URLs at dots)");
            }
            String byId = "/e:" + app.id();
            if (reach.isLocal()) {
                String browser = subdomain == null
                        ? reach.named("engine.parley.") + byId
                        : reach.named(subdomain + ".rt.parley.");
                String inBrowser = call(browser, key) + "   browser on this machine";
                return dottedId
                        ? List.of(inBrowser)
                        : List.of(call(reach.named("a.b.c@") + byId, key) + "   Node on this machine", inBrowser);
            }
            return switch (reach.name().split("\\.", -1).length) {
                case 2 ->
                    dottedId
                            ? List.of(NEEDS_NAME)
                            : List.of(
                                    call(reach.named("engine.") + byId, key),
                                    needsDns("engine." + reach.name(), "realtime." + reach.name()));
                case 3 -> {
                    if (isAddress(reach.name())) {
                        yield List.of(NEEDS_NAME);
                    }
                    String first = subdomain == null ? reach.name() : subdomain + "." + reach.name();
                    yield List.of(
                            call(subdomain == null ? reach.named("") + byId : reach.named(subdomain + "."), key),
                            needsDns(first, "realtime." + reach.name()));
                }
                default -> List.of(NEEDS_NAME);
            };
        }
    },
    AGNOST("Agnost") {
        @Override
        List<String> lines(Reach reach, AppConfig app, String key) {
            return List.of(call(reach.base() + "/" + app.id(), key));
        }
    },
    SOCKET_IO("Socket.IO") {
        @Override
        List<String> lines(Reach reach, AppConfig app, String key) {
            return List.of("io(" + quoted(reach.base()) + ", { auth: { envId: " + quoted(app.id()) + ", clientKey: "
                    + quoted(key) + " } })");
        }
    },
    V_CHAT("v_chat 1.x") {
        @Override
        boolean serves(AppConfig app) {
            return app.vchat();
        }

        @Override
        boolean needsKey() {
            return false;
        }

        @Override
        List<String> lines(Reach reach, AppConfig app, String key) {
            return List.of("VChatController.instance.init(baseUrl: Uri.parse(" + quoted(reach.base()) + "), …)");
        }
    },
    SKAPI("Skapi") {
        @Override
        boolean serves(AppConfig app) {
            return app.skapi() != null;
        }

        @Override
        boolean needsKey() {
            return false;
        }

        @Override
        List<String> lines(Reach reach, AppConfig app, String key) {
            SkapiService skapi = app.skapi();
            if (skapi == null) {
                return List.of();
            }
            URI url = URI.create(reach.named(""));
            // The client puts https:// before it and .cloudfront.net behind it.
            String files = url.getRawAuthority() + "/" + skapi.service();
            return List.of(
                    "new Skapi(" + quoted(skapi.service()) + ", "
                            + quoted(skapi.owner().toString())
                            + ", { autoLogin: false }, { target_cdn: " + quoted(files) + " })"
                            + ("https".equals(url.getScheme()) ? "" : "   needs HTTPS: set listen.tls"),
                    "skapi.loginWithToken() takes what \"parley tokens mint --app " + app.id()
                            + " --for skapi --user UUID\" prints");
        }
    };

    private static final String NEEDS_NAME =
            "needs a DNS name of three labels: set publicUrl, such as https://c1.example.com";

    private final String title;

    ClientFamily(String title) {
        this.title = title;
    }

    final String title() {
        return title;
    }

    /** Whether its clients can use the app. */
    boolean serves(AppConfig app) {
        return true;
    }

    /** Whether its clients show a key. */
    boolean needsKey() {
        return true;
    }

    /** The call that connects, and what it needs; the first line is the one to try. */
    abstract List<String> lines(Reach reach, AppConfig app, String key);

    private static String call(String url, String key) {
        return "createClient(" + quoted(url) + ", " + quoted(key) + ")";
    }

    private static String needsDns(String... names) {
        return "DNS: " + String.join(" and ", names) + " must lead here";
    }

    private static boolean isAddress(String host) {
        return host.contains(":") || host.chars().noneMatch(Character::isLetter);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
