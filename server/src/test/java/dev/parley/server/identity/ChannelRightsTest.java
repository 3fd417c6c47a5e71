package dev.parley.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Clock;
import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may use which channels. */
class ChannelRightsTest {

    private static final String RULES = """
            { id: a, requireKey: false, broadcast: claim, channels: [
              { match: 'own:{user}', join: session, publish: session, members: session },
              { match: 'own:*', publish: server },
              { match: 'lobby', join: anyone, publish: session, members: anyone },
              { match: 'team:*', join: claim, publish: claim, members: claim },
              { match: 'news:*', join: anyone } ] }
            """;

    /** Stands still until it is told. */
    private static final class Watch implements Clock {
        long millis = 1_000;

        @Override
        public long nanos() {
            return millis * 1_000_000;
        }

        @Override
        public long millis() {
            return millis;
        }
    }

    private final Watch clock = new Watch();
    private final Admission admission = new Admission(Sessions.NONE, clock);
    private final Apps apps = apps(RULES);
    private final App app = apps.all().getFirst();
    private final Session luke = new Session("a", "luke", "s", 5_000, List.of("team:red", "team:blue:*"));
    private final ChannelRights anonymous = admission.rights(app, null);
    private final ChannelRights signedIn = admission.rights(app, luke);

    @Test
    void theFirstRuleThatMatchesDecides() {
        assertThat(signedIn.join("own:luke")).isNull();
        assertThat(signedIn.join("own:leia")).isEqualTo(Denial.NOT_ALLOWED);
        assertThat(anonymous.join("own:luke")).isEqualTo(Denial.NOT_ALLOWED);
        assertThat(anonymous.join("own:{user}")).isNotNull();
        assertThat(anonymous.join("lobby")).isNull();
        assertThat(anonymous.publish("lobby")).isNotNull();
        assertThat(signedIn.publish("lobby")).isNull();
        assertThat(anonymous.members("lobby")).isNull();
        assertThat(anonymous.join("news:1")).isNull();
        assertThat(anonymous.publish("news:1")).isNotNull();
        assertThat(signedIn.members("news:1")).isNotNull();
        assertThat(signedIn.join("elsewhere")).isNotNull();
    }

    @Test
    void whatIsAUsersOwnIsClosedToOthersWhateverTheRulesBehindSay() {
        App open = apps("""
                { id: a, requireKey: false, channels: [
                  { match: 'own:{user}', join: session },
                  { match: '{user}', join: session },
                  { match: '*', join: anyone } ] }
                """).all().getFirst();
        assertThat(admission.rights(open, luke).join("own:luke")).isNull();
        assertThat(admission.rights(open, luke).join("own:leia")).isEqualTo(Denial.NOT_ALLOWED);
        assertThat(admission.rights(open, null).join("own:luke")).isEqualTo(Denial.NOT_ALLOWED);
        // Every name could be somebody's id, so such a rule closes nothing.
        assertThat(admission.rights(open, null).join("lobby")).isNull();
    }

    @Test
    void aClaimListsNamesAndPatterns() {
        assertThat(signedIn.join("team:red")).isNull();
        assertThat(signedIn.publish("team:blue:1")).isNull();
        assertThat(signedIn.join("team:green")).isNotNull();
        assertThat(anonymous.join("team:red")).isNotNull();
        assertThat(signedIn.broadcast()).isNotNull();
        Session all = new Session("a", "leia", "t", 5_000, List.of("*"));
        assertThat(admission.rights(app, all).broadcast()).isNull();
        assertThat(admission.rights(app, all).join("team:green")).isNull();
        assertThat(admission.rights(app, all).join("own:luke")).isNotNull();
    }

    @Test
    void rightsOfASessionEndWithIt() {
        assertThat(signedIn.join("own:luke")).isNull();
        assertThat(signedIn.join("team:red")).isNull();
        clock.millis = 4_999;
        assertThat(signedIn.mayStay("own:luke")).isTrue();
        clock.millis = 5_000;
        assertThat(signedIn.mayStay("own:luke")).isFalse();
        assertThat(signedIn.join("team:red")).isNotNull();
        assertThat(signedIn.publish("lobby")).isNotNull();
        assertThat(signedIn.join("lobby")).isNull();
        clock.millis = 1_000;
        luke.end();
        assertThat(signedIn.join("own:luke")).isNotNull();
    }

    @Test
    void otherRulesCountAtOnce() {
        assertThat(anonymous.join("lobby")).isNull();
        apps.put(
                apps("{ id: a, channels: [ { match: '*', publish: anyone } ] }")
                        .all()
                        .getFirst()
                        .config(),
                Set.of());
        assertThat(anonymous.join("lobby")).isNotNull();
        assertThat(anonymous.publish("lobby")).isNull();
        apps.put(apps("{ id: a }").all().getFirst().config(), Set.of());
        assertThat(anonymous.join("lobby")).isNull();
        assertThat(anonymous.broadcast()).isNull();
    }

    @Test
    void withoutRulesEveryChannelIsOpen() {
        App open = apps("{ id: a, broadcast: session }").all().getFirst();
        assertThat(open.rules().isOpen()).isTrue();
        assertThat(app.rules().isOpen()).isFalse();
        ChannelRights rights = admission.rights(open, null);
        assertThat(List.of(rights.mayStay("x"), rights.membersNeedSession("x"))).containsExactly(true, false);
        assertThat(rights.broadcast()).isEqualTo(Denial.NOT_ALLOWED);
    }

    @Test
    void whoMightBeHelpedBySigningInIsKnown() {
        assertThat(anonymous.membersNeedSession("team:red")).isTrue();
        assertThat(anonymous.membersNeedSession("own:luke")).isFalse();
        assertThat(anonymous.membersNeedSession("news:1")).isFalse();
        assertThat(signedIn.membersNeedSession("team:green")).isFalse();
    }

    @Test
    void refusalsAreCounted() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        admission.refusals().bindTo(registry);
        signedIn.join("elsewhere");
        signedIn.mayStay("elsewhere");
        signedIn.broadcast();
        assertThat(registry.get("parley.packets.refused")
                        .tag("reason", "channel")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void packetsAreCountedByAddressAndByUserInWindows() {
        App rated = apps("{ id: a, requireKey: false, packetRate: { perIp: 3, perUser: 2, window: 10s } }")
                .all()
                .getFirst();
        assertThat(recheck(rated, "10.0.0.1", null)).isNull();
        assertThat(recheck(rated, "10.0.0.1", luke)).isNull();
        assertThat(recheck(rated, "10.0.0.2", luke)).isNull();
        assertThat(recheck(rated, "10.0.0.3", luke)).isEqualTo("rate_limit_exceeded");
        assertThat(recheck(rated, "10.0.0.1", null)).isNull();
        assertThat(recheck(rated, "10.0.0.1", null)).isEqualTo("rate_limit_exceeded");
        assertThat(recheck(rated, "10.0.0.4", null)).isNull();
        assertThat(recheck(rated, "2001:db8::1", null)).isNull();
        assertThat(recheck(rated, "2001:db8::2", null)).isNull();
        assertThat(recheck(rated, "2001:db8::ffff:0:0:3", null)).isNull();
        assertThat(recheck(rated, "2001:db8::4", null)).isEqualTo("rate_limit_exceeded");
        assertThat(recheck(rated, "2001:db8:0:1::1", null)).isNull();
        clock.millis += 9_999;
        Denial denial = admission.recheck(rated, from("10.0.0.1"), null);
        assertThat(denial).isNotNull().extracting(Denial::retryAfter).isEqualTo(1L);
        clock.millis += 1;
        assertThat(recheck(rated, "10.0.0.1", null)).isNull();
    }

    private @Nullable String recheck(App rated, String address, @Nullable Session session) {
        Denial denial = admission.recheck(rated, from(address), session);
        return denial == null ? null : denial.code();
    }

    private static Credentials from(String address) {
        return new Credentials(null, null, null, Addresses.parse(address));
    }

    private static Apps apps(String yaml) {
        try {
            return new Apps(Config.parse("apps: [ " + yaml + " ]").apps());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
