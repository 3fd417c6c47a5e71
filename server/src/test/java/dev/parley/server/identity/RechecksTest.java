package dev.parley.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Clock;
import dev.parley.server.config.AppConfig;
import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A remembered yes holds no longer than a fresh one would. */
class RechecksTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong millis = new AtomicLong(NOW.toEpochMilli());
    private final Clock clock = new Clock() {
        @Override
        public long nanos() {
            return millis.get() * 1_000_000;
        }

        @Override
        public long millis() {
            return millis.get();
        }
    };
    private final Admission admission = new Admission((app, token) -> CompletableFuture.completedFuture(null), clock);

    @Test
    void keyThatIsTakenAwayIsRefusedWithTheNextPacket() {
        App app = new App(config("{ id: a, clientKeys: [ { key: k }, { key: other } ] }"));
        Rechecks rechecks = rechecks(app, null);
        assertThat(code(rechecks)).isNull();
        assertThat(code(rechecks)).isNull();
        app.replace(config("{ id: a, clientKeys: [ { key: other } ] }"), Set.of());

        assertThat(code(rechecks)).isEqualTo("invalid_api_key");
    }

    @Test
    void appThatIsSuspendedIsRefusedAndMayComeBack() {
        AppConfig open = config("{ id: a, clientKeys: [ { key: k } ] }");
        App app = new App(open);
        Rechecks rechecks = rechecks(app, null);
        assertThat(code(rechecks)).isNull();
        app.replace(config("{ id: a, suspended: true, clientKeys: [ { key: k } ] }"), Set.of());
        assertThat(code(rechecks)).isEqualTo("suspended_environment");
        app.replace(open, Set.of());

        assertThat(code(rechecks)).isNull();
    }

    @Test
    void keyExpiresInTheMiddleOfAConnection() {
        App app = new App(config("{ id: a, clientKeys: [ { key: k, expires: '2026-01-01T00:00:10Z' } ] }"));
        Rechecks rechecks = rechecks(app, null);
        assertThat(code(rechecks)).isNull();
        millis.addAndGet(11_000);

        assertThat(code(rechecks)).isEqualTo("expired_api_key");
    }

    @Test
    void sessionThatIsDemandedEndsInTheMiddleOfAConnection() {
        App app = new App(config("{ id: a, requireSession: true, clientKeys: [ { key: k } ] }"));
        Session session = new Session("a", "luke", "s1", NOW.toEpochMilli() + 10_000, List.of());
        Rechecks rechecks = rechecks(app, session);
        assertThat(code(rechecks)).isNull();
        assertThat(code(rechecks)).isNull();
        millis.addAndGet(11_000);

        assertThat(code(rechecks)).isEqualTo(Denial.BAD_SESSION.code());
    }

    private Rechecks rechecks(App app, @Nullable Session session) {
        return admission.rechecks(app, new Credentials("k", session == null ? null : "token", null, null), session);
    }

    private static @Nullable String code(Rechecks rechecks) {
        Denial denial = rechecks.next();
        return denial == null ? null : denial.code();
    }

    private static AppConfig config(String yaml) {
        try {
            return Config.parse("apps: [ " + yaml + " ]").apps().getFirst();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
