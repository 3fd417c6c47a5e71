package dev.parley.server.identity;

import dev.parley.core.Clock;
import dev.parley.server.config.Who;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client may do with channels, by its app's {@link ChannelRules} as they are now and its session as long as that is
 * valid. Made by {@link Admission#rights}. Owned by one thread.
 *
 * <p>Most packets name the channel of the one before, so the rule found last is kept.
 */
public final class ChannelRights {

    private final App app;
    private final @Nullable Session session;
    private final Clock clock;
    private final Refusals refusals;

    private @Nullable ChannelRules known;
    private boolean knownWithUser;
    private List<ChannelRules.Rule> rules = List.of();
    private @Nullable String lastChannel;
    private ChannelRules.@Nullable Rule lastRule;
    private @Nullable List<NamePattern> claim;

    ChannelRights(App app, @Nullable Session session, Clock clock, Refusals refusals) {
        this.app = app;
        this.session = session;
        this.clock = clock;
        this.refusals = refusals;
    }

    /** Why it may not join the channel, or null. */
    public @Nullable Denial join(String channel) {
        return counted(isAllowed(ChannelRules.Use.JOIN, channel));
    }

    /** Why it may not send to the channel, or null. */
    public @Nullable Denial publish(String channel) {
        return counted(isAllowed(ChannelRules.Use.PUBLISH, channel));
    }

    /** Why it may not see who is in the channel, or null. */
    public @Nullable Denial members(String channel) {
        return counted(isAllowed(ChannelRules.Use.MEMBERS, channel));
    }

    /** Like {@link #members}, but nothing was asked for. */
    public boolean mayList(String channel) {
        return isAllowed(ChannelRules.Use.MEMBERS, channel);
    }

    /** Why it may not send to the whole app, or null. */
    public @Nullable Denial broadcast() {
        // A token that lists the empty name lists everything: only stars match it.
        return counted(isAllowed(app.rules().broadcast(), ""));
    }

    /** Like {@link #join}, but nothing was asked for. */
    public boolean mayStay(String channel) {
        return isAllowed(ChannelRules.Use.JOIN, channel);
    }

    /** Whether signing in might help a client that may not see who is in the channel. */
    public boolean membersNeedSession(String channel) {
        ChannelRules.Rule rule = app.rules().isOpen() ? null : find(channel);
        Who who = rule == null ? Who.SERVER : rule.who(ChannelRules.Use.MEMBERS);
        return !isSignedIn() && (who == Who.SESSION || who == Who.CLAIM);
    }

    private boolean isSignedIn() {
        return session != null && session.isValid(clock.millis());
    }

    private boolean isAllowed(ChannelRules.Use use, String channel) {
        if (app.rules().isOpen()) {
            return true;
        }
        ChannelRules.Rule rule = find(channel);
        return rule != null && isAllowed(rule.who(use), channel);
    }

    private boolean isAllowed(Who who, String channel) {
        return switch (who) {
            case ANYONE -> true;
            case SESSION -> isSignedIn();
            case SERVER -> false;
            case CLAIM -> isSignedIn() && isClaimed(channel);
        };
    }

    private ChannelRules.@Nullable Rule find(String channel) {
        ChannelRules now = app.rules();
        boolean withUser = isSignedIn();
        if (now != known || withUser != knownWithUser) {
            known = now;
            knownWithUser = withUser;
            rules = now.of(withUser && session != null ? session.user() : null);
            lastChannel = null;
        }
        if (!channel.equals(lastChannel)) {
            lastChannel = channel;
            lastRule = first(channel);
        }
        return lastRule;
    }

    private ChannelRules.@Nullable Rule first(String channel) {
        for (ChannelRules.Rule rule : rules) {
            if (rule.pattern().matches(channel)) {
                return rule;
            }
        }
        return null;
    }

    private boolean isClaimed(String channel) {
        List<NamePattern> patterns = claim;
        if (patterns == null) {
            patterns = session == null
                    ? List.of()
                    : session.channels().stream().map(NamePattern::of).toList();
            claim = patterns;
        }
        for (NamePattern pattern : patterns) {
            if (pattern.matches(channel)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Denial counted(boolean allowed) {
        if (allowed) {
            return null;
        }
        refusals.count(Refusals.Reason.CHANNEL);
        return Denial.NOT_ALLOWED;
    }
}
