package dev.parley.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectBannerTest {
    private static final String APP = "apps: [ { id: env1, clientKeys: [ { key: ck-1 } ], serverKey: canary } ]\n";
    private static final String APP_WITH_SUBDOMAIN = APP.replace("id: env1", "id: env1, subdomain: myapp");
    private static final Pattern URL = Pattern.compile("createClient\\(\"([^\"]+)\"");

    /** The rules by which Altogic's client makes its realtime URL of the environment URL. */
    private record Altogic(String url, String subdomain, String envId) {
        static Altogic of(String envUrl) {
            String scheme = envUrl.startsWith("https://") ? "https://" : "http://";
            List<String> items = List.of(envUrl.substring(scheme.length()).split("\\.", -1));
            if (items.size() == 4) {
                String last = items.get(3).split("/", 2)[0];
                return new Altogic(
                        scheme + "realtime." + items.get(1) + "." + items.get(2) + "." + last, items.get(0), "");
            }
            if (items.size() != 3) {
                return new Altogic("", "", "");
            }
            String[] last = items.get(2).split("/", 2);
            String envId = last.length == 2 && last[1].matches("[eE]:.*") ? last[1].split("/", 2)[0].substring(2) : "";
            String first = last.length == 2 && items.get(0).equals("engine") ? "realtime" : "realtime." + items.get(0);
            return new Altogic(scheme + first + "." + items.get(1) + "." + last[0], "", envId);
        }
    }

    private static List<String> altogicUrls(String banner) {
        String altogic = banner.substring(banner.indexOf("  Altogic"), banner.indexOf("  Agnost"));
        return URL.matcher(altogic).results().map(result -> result.group(1)).toList();
    }

    private static String banner(String yaml, int port) throws ConfigException {
        return new ConnectBanner(Config.parse(yaml), port, null).text();
    }

    /** The table of the client's behaviour that was recorded; it holds the re-implementation above to it. */
    @ParameterizedTest
    @CsvSource({
        "https://myapp.c1-europe.altogic.com, https://realtime.c1-europe.altogic.com, myapp, ''",
        "https://c1-europe.altogic.com/e:62d1, https://realtime.c1-europe.altogic.com, '', 62d1",
        "http://engine.altogic.localhost:8080/e:env1, http://realtime.altogic.localhost:8080, '', env1",
        "http://127.0.0.1:8080, http://realtime.0.0.1:8080, 127, ''",
        "http://localhost:8080, '', '', ''",
        "http://a.b.c@localhost:8080/e:env1, http://realtime.a.b.c@localhost:8080, '', env1",
        "http://app.a.b.c@localhost:8080, http://realtime.a.b.c@localhost:8080, app, ''",
    })
    void theRulesAreThoseOfTheClient(String envUrl, String url, String subdomain, String envId) {
        assertThat(Altogic.of(envUrl)).isEqualTo(new Altogic(url, subdomain, envId));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "0.0.0.0", "::1", "::", "localhost"})
    void altogicReachesAServerOnThisMachineThroughLocalhost(String host) throws ConfigException {
        List<String> urls = altogicUrls(banner(APP + "listen: { host: '" + host + "' }", 7412));
        assertThat(urls).hasSize(2);
        for (String url : urls) {
            Altogic altogic = Altogic.of(url);
            assertThat(altogic.envId()).isEqualTo("env1");
            URI realtime = URI.create(altogic.url());
            assertThat(realtime.getHost()).matches("(.*\\.)?localhost");
            assertThat(realtime.getPort()).isEqualTo(7412);
        }
        assertThat(URI.create(Altogic.of(urls.getFirst()).url()).getHost())
                .as("resolvable without DNS, outside a browser")
                .isEqualTo("localhost");
    }

    @Test
    void browsersUseTheSubdomainForm() throws ConfigException {
        Altogic altogic =
                Altogic.of(altogicUrls(banner(APP_WITH_SUBDOMAIN, 7400)).getLast());
        assertThat(altogic).isEqualTo(new Altogic("http://realtime.rt.parley.localhost:7400", "myapp", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "https://c1.example.com, '', https://realtime.c1.example.com, env1",
        "https://c1.example.com:8443/, '', https://realtime.c1.example.com:8443, env1",
        "https://c1.example.com, myapp, https://realtime.c1.example.com, ''",
        "https://example.com, '', https://realtime.example.com, env1",
        "https://example.com, myapp, https://realtime.example.com, env1",
    })
    void thePublicUrlIsWhatClientsUse(String publicUrl, String subdomain, String realtime, String envId)
            throws ConfigException {
        String app = subdomain.isEmpty() ? APP : APP_WITH_SUBDOMAIN;
        String text = banner(app + "publicUrl: " + publicUrl, 7400);
        Altogic altogic = Altogic.of(altogicUrls(text).getFirst());
        assertThat(altogic.url()).isEqualTo(realtime);
        assertThat(altogic.envId()).isEqualTo(envId);
        assertThat(altogic.subdomain()).isEqualTo(envId.isEmpty() ? subdomain : "");
        assertThat(text)
                .contains("must lead here", URI.create(realtime).getHost())
                .doesNotContain("localhost");
    }

    @ParameterizedTest
    @CsvSource({"192.168.1.5", "fd00::5", "chat", "a.b.c.example.com"})
    void whereAltogicCannotConnectTheBannerSaysWhatIsNeeded(String host) throws ConfigException {
        String text = banner(APP + "listen: { host: '" + host + "' }", 7400);
        assertThat(altogicUrls(text)).isEmpty();
        assertThat(text).contains("needs a DNS name of three labels");
    }

    @Test
    void anIdWithADotNeedsASubdomain() throws ConfigException {
        String text = banner(APP.replace("env1", "my.env"), 7400);
        assertThat(altogicUrls(text)).isEmpty();
        assertThat(text).contains("needs a subdomain");
        List<String> urls = altogicUrls(banner(APP_WITH_SUBDOMAIN.replace("env1", "my.env"), 7400));
        assertThat(urls)
                .hasSize(1)
                .allSatisfy(url -> assertThat(Altogic.of(url).subdomain()).isEqualTo("myapp"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:7400",
        "0.0.0.0, http://127.0.0.1:7400",
        "::, http://[::1]:7400",
        "192.168.1.5, http://192.168.1.5:7400",
    })
    void theOthersUseTheAddress(String host, String base) throws ConfigException {
        assertThat(banner(APP + "listen: { host: '" + host + "' }", 7400))
                .contains("createClient(\"" + base + "/env1\", \"ck-1\")")
                .contains("io(\"" + base + "\", { auth: { envId: \"env1\", clientKey: \"ck-1\" } })");
    }

    @Test
    void aGeneratedServerKeyIsNamedByItsFileAndNoServerKeyIsShown() throws ConfigException {
        Config config = Config.parse(APP);
        String text = new ConnectBanner(config, 7400, Path.of("parley-data", "server-key")).text();
        assertThat(text)
                .containsPattern("server key +in parley-data/server-key")
                .doesNotContain("canary");
        assertThat(text.replace("\n", "")).matches("[\\s!-~]*");
    }

    @Test
    void appsThatServeNobodySayWhy() throws ConfigException {
        assertThat(banner("apps: [ { id: a, suspended: true, requireKey: false } ]", 1))
                .contains("App a is suspended");
        assertThat(banner("apps: [ { id: a, realtime: false, requireKey: false } ]", 1))
                .containsPattern("realtime +is off");
        assertThat(banner("apps: [ { id: a, clientKeys: [ { key: x, realtime: false } ] } ]", 1))
                .contains("the app has none for realtime");
        assertThat(banner("apps: [ { id: a, requireKey: false } ]", 1)).contains("\"any\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'listen: { host: 127.0.0.1 }', localhost:7400, true",
        "'listen: { host: 192.168.1.5 }', 192.168.1.5:7400, true",
        "'listen: { host: \"::1\" }', localhost:7400, true",
        "'listen: { host: fd00::5 }', [fd00::5]:7400, true",
        "'publicUrl: https://c1.example.com', c1.example.com, false",
        "'publicUrl: https://c1.example.com:8443', c1.example.com:8443, false",
    })
    void skapiNeedsHttps(String yaml, String authority, boolean isPlain) throws ConfigException {
        String app = "apps: [ { id: env1, clientKeys: [ { key: ck-1 } ], skapi: { service: us31mockservice00,"
                + " owner: 11111111-2222-4333-8444-555555555555 } } ]\n";
        String text = banner(app + yaml, 7400);
        assertThat(text)
                .contains("  Skapi       new Skapi(\"us31mockservice00\", \"11111111-2222-4333-8444-555555555555\","
                        + " { autoLogin: false }, { target_cdn: \"" + authority + "/us31mockservice00\" })")
                .contains("parley tokens mint --app env1 --for skapi --user UUID");
        assertThat(text.contains("needs HTTPS: set listen.tls")).isEqualTo(isPlain);
        assertThat(banner(APP, 7400)).doesNotContain("Skapi");
    }

    @Test
    void aLongListOfAppsIsCut() throws ConfigException {
        StringBuilder yaml = new StringBuilder("apps:\n");
        for (int i = 0; i < 10; i++) {
            yaml.append("- { id: app").append(i).append(", requireKey: false }\n");
        }
        assertThat(banner(yaml.toString(), 1))
                .contains("App app2", "and 7 more apps")
                .doesNotContain("App app3");
    }
}
