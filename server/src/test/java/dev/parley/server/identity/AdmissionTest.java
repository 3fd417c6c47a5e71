package dev.parley.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Clock;
import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is let in. */
class AdmissionTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock CLOCK = new Clock() {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public long millis() {
            return NOW.toEpochMilli();
        }
    };

    private final Session luke = new Session("a", "luke", "s1", Long.MAX_VALUE, List.of());
    private final Sessions sessions = (app, token) ->
            CompletableFuture.completedFuture(token.equals("good") && app.id().equals("a") ? luke : null);
    private final Admission admission = new Admission(sessions, CLOCK);

    @Test
    void nobodyGetsIntoAnUnknownApp() {
        assertThat(admit(null, key("k")).denial()).isEqualTo(Denial.NO_ENVIRONMENT);
    }

    @Test
    void checksComeInTheOrderOfTheOriginal() {
        App suspended = app("{ id: a, suspended: true, realtime: false, clientKeys: [ { key: k } ] }");
        App off = app("{ id: a, realtime: false, clientKeys: [ { key: k } ] }");
        App enforced = app("{ id: a, requireSession: true, clientKeys: [ { key: k } ] }");

        assertThat(code(suspended, key(null))).isEqualTo("suspended_environment");
        assertThat(code(off, key(null))).isEqualTo("realtime_not_allowed");
        assertThat(code(enforced, key(null))).isEqualTo("missing_api_key");
        assertThat(code(enforced, key("k"))).isEqualTo("missing_session_token");
    }

    @Test
    void keysAreOfOneApp() {
        App app = app("{ id: a, clientKeys: [ { key: k } ] }");

        assertThat(code(app, key("k"))).isNull();
        assertThat(code(app, key(""))).isEqualTo("missing_api_key");
        assertThat(code(app, key("other"))).isEqualTo("invalid_api_key");
    }

    @Test
    void anAppMayDoWithoutKeys() {
        App app = app("{ id: a, requireKey: false }");

        assertThat(code(app, key(null))).isNull();
        assertThat(code(app, key("whatever"))).isNull();
    }

    @Test
    void keysExpire() {
        App app = app("{ id: a, clientKeys: [ { key: old, expires: '2025-12-31T23:59:59Z' }, { key: new, expires:"
                + " '2026-01-01T00:00:01Z' } ] }");

        assertThat(code(app, key("old"))).isEqualTo("expired_api_key");
        assertThat(code(app, key("new"))).isNull();
    }

    @Test
    void keysNeedTheRealtimeRight() {
        App app = app("{ id: a, clientKeys: [ { key: k, realtime: false }, { key: r } ] }");

        assertThat(code(app, key("k"))).isEqualTo("unauthorizez_api_key");
    }

    @Test
    void originsAndAddressesAreChecked() {
        App app = app("{ id: a, clientKeys: [ { key: k, allowedOrigins: [ 'https://app.example' ] }, { key: i,"
                + " allowedIps: [ 10.0.0.0/8 ] } ] }");

        assertThat(code(app, from("k", null, null))).isEqualTo("missing_request_origin");
        assertThat(code(app, from("k", "https://evil-app.example", null))).isEqualTo("domain_not_authorized");
        assertThat(code(app, from("k", "https://app.example.evil", null))).isEqualTo("domain_not_authorized");
        assertThat(code(app, from("k", "null", null))).isEqualTo("domain_not_authorized");
        assertThat(code(app, from("k", "https://app.example", null))).isNull();
        assertThat(code(app, from("i", null, null))).isEqualTo("missing_client_IP");
        assertThat(code(app, from("i", null, "192.168.0.1"))).isEqualTo("ip_not_authorized");
        assertThat(code(app, from("i", null, "10.1.2.3"))).isNull();
    }

    @Test
    void validSessionsAttachTheUserEvenWhereNoneIsNeeded() {
        App free = app("{ id: a, clientKeys: [ { key: k } ] }");
        App enforced = app("{ id: a, clientKeys: [ { key: k, enforceSession: true } ] }");

        assertThat(admit(free, session("good")).session()).isSameAs(luke);
        assertThat(admit(free, session("bad"))).isEqualTo(new Admission.Decision(null, null));
        assertThat(admit(enforced, session("good")).session()).isSameAs(luke);
        assertThat(code(enforced, session("bad"))).isEqualTo("invalid_session_token");
    }

    @Test
    void appsAreFoundByIdThenSubdomainThenHostThenAlone() {
        Apps two = apps("[ { id: a, subdomain: one, requireKey: false }, { id: b, requireKey: false } ]");
        Apps single = apps("[ { id: a, requireKey: false } ]");

        assertThat(id(two.resolve("b", "one", null))).isEqualTo("b");
        assertThat(id(two.resolve("", "ONE", null))).isEqualTo("a");
        assertThat(id(two.resolve(null, null, "one.rt.example.com:7400"))).isEqualTo("a");
        assertThat(two.resolve(null, null, "realtime.example.com")).isNull();
        assertThat(two.resolve("nobody", null, "one.example.com")).isNull();
        assertThat(id(single.resolve(null, "", "whatever"))).isEqualTo("a");
        assertThat(single.resolve("b", null, null)).isNull();
    }

    @Test
    void aSessionThatEndsOrExpiresIsMissedWhereItIsEnforcedOnly() {
        App free = app("{ id: a, clientKeys: [ { key: k } ] }");
        App enforced = app("{ id: a, requireSession: true, clientKeys: [ { key: k } ] }");
        Session expired = new Session("a", "luke", "s2", NOW.toEpochMilli(), List.of());

        assertThat(admission.recheck(enforced, session("good"), luke)).isNull();
        luke.end();
        assertThat(admission.recheck(enforced, session("good"), luke)).isEqualTo(Denial.BAD_SESSION);
        assertThat(admission.recheck(enforced, session("good"), expired)).isEqualTo(Denial.BAD_SESSION);
        assertThat(admission.recheck(enforced, key("k"), null)).isEqualTo(Denial.NO_SESSION);
        assertThat(admission.recheck(free, session("good"), luke)).isNull();
        assertThat(admission.recheck(free, session("good"), expired)).isNull();
        assertThat(code(enforced, session("good"))).isEqualTo("invalid_session_token");
    }

    @Test
    void settingsCountFromTheMomentTheyAreReplacedAndARemovedAppServesNobody() {
        Apps apps = apps("[ { id: a, clientKeys: [ { key: k } ] }, { id: b, requireKey: false } ]");
        App app = apps.all().getFirst();

        assertThat(admission.recheck(app, key("k"), null)).isNull();
        apps.put(app("{ id: a, suspended: true, clientKeys: [ { key: k } ] }").config(), Set.of());
        assertThat(admission.recheck(app, key("k"), null)).isEqualTo(Denial.SUSPENDED);
        apps.put(app("{ id: a, clientKeys: [ { key: other } ] }").config(), Set.of());
        assertThat(admission.recheck(app, key("k"), null)).isNotNull().matches(Denial::concernsKey);
        apps.remove("a");
        assertThat(admission.recheck(app, key("other"), null)).isEqualTo(Denial.NO_ENVIRONMENT);
    }

    @Test
    void listenersAreToldOnceAndForgottenOnRequest() {
        List<String> told = new ArrayList<>();
        Runnable one = () -> told.add("one");
        Runnable two = () -> told.add("two");
        luke.onEnd(one);
        luke.onEnd(two);
        luke.forget(two);
        luke.forget(two);
        luke.end();
        luke.end();
        luke.onEnd(two);
        assertThat(told).containsExactly("one", "two");
        assertThat(luke.listeners()).isZero();
    }

    private static @Nullable String id(@Nullable App app) {
        return app == null ? null : app.id();
    }

    private @Nullable String code(App app, Credentials credentials) {
        Denial denial = admit(app, credentials).denial();
        return denial == null ? null : denial.code();
    }

    private Admission.Decision admit(@Nullable App app, Credentials credentials) {
        return admission.admit(app, credentials).toCompletableFuture().join();
    }

    private static Credentials key(@Nullable String key) {
        return new Credentials(key, null, null, null);
    }

    private static Credentials session(String token) {
        return new Credentials("k", token, null, null);
    }

    private static Credentials from(String key, @Nullable String origin, @Nullable String address) {
        return new Credentials(key, null, origin, Addresses.parse(address));
    }

    private static App app(String yaml) {
        return apps("[ " + yaml + " ]").all().getFirst();
    }

    private static Apps apps(String yaml) {
        try {
            return new Apps(Config.parse("apps: " + yaml).apps());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
