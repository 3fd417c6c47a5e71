package dev.parley.server.identity;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.ChannelRule;
import dev.parley.server.config.Who;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use which channels of an app ({@code apps[].channels}): the first rule that matches a name decides; a name that none
 * matches is for back ends only; without any rule every client may use every channel. Made anew when the settings change.
 * Immutable.
 */
public final class ChannelRules {

    /** What is wanted of a channel. */
    enum Use {
        JOIN,
        PUBLISH,
        MEMBERS
    }

    /** A rule as one user sees it. */
    record Rule(NamePattern pattern, ChannelRule setting) {

        Who who(Use use) {
            return switch (use) {
                case JOIN -> setting.join();
                case PUBLISH -> setting.publish();
                case MEMBERS -> setting.members();
            };
        }
    }

    private static final ChannelRule CLOSED = new ChannelRule("*", Who.SERVER, Who.SERVER, Who.SERVER);

    private final List<ChannelRule> settings;
    private final Who broadcast;
    private final boolean personal;
    /** For clients without a user, and for all if no rule is personal. */
    private final List<Rule> common;

    ChannelRules(AppConfig config) {
        this.settings = config.channels();
        this.broadcast = config.broadcast();
        this.personal = settings.stream().anyMatch(rule -> NamePattern.isPersonal(rule.match()));
        this.common = compile(null);
    }

    /** Whether there are no rules, so that every client may use every channel. */
    public boolean isOpen() {
        return settings.isEmpty();
    }

    /** Who may send to the whole app. */
    Who broadcast() {
        return broadcast;
    }

    /** The rules for a user, in their order. What a rule makes a user's own is closed to everybody else. */
    List<Rule> of(@Nullable String user) {
        return user == null || !personal ? common : compile(user);
    }

    private List<Rule> compile(@Nullable String user) {
        List<Rule> rules = new ArrayList<>(settings.size());
        for (ChannelRule setting : settings) {
            NamePattern pattern = NamePattern.of(setting.match(), user);
            if (pattern != null) {
                rules.add(new Rule(pattern, setting));
            }
            NamePattern others = NamePattern.ofAnyUser(setting.match());
            if (others != null) {
                // No later rule opens what is another user's own.
                rules.add(new Rule(others, CLOSED));
            }
        }
        return List.copyOf(rules);
    }
}
