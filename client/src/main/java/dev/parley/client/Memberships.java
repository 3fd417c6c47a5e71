package dev.parley.client;

import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The channels that the user wants to be in, and its profile: what a new connection is told first (altogic-agnost 4). Owned by the lane. */
final class Memberships {

    /** A channel to be joined again, and whether that comes back as an event. */
    record Channel(String name, boolean echo) {}

    private static final class Wish {
        private boolean echo;
        /** Whether the server has ever said yes. */
        private boolean accepted;
        /** Whether it said yes on this connection. */
        private boolean member;
    }

    private final Map<String, Wish> channels = new LinkedHashMap<>(4);
    private @Nullable Payload profile;
    private @Nullable Payload acceptedProfile;

    /** A join or an update was sent. */
    void asked(Command.About about) {
        String channel = about.channel();
        Payload data = about.profile();
        if (about.kind() == Command.Kind.JOIN && channel != null) {
            channels.computeIfAbsent(channel, name -> new Wish()).echo = about.echo();
        } else if (data != null) {
            profile = data;
        }
    }

    /** The server did it, or will not say. */
    void accepted(Command.About about) {
        String channel = about.channel();
        Payload data = about.profile();
        if (about.kind() == Command.Kind.LEAVE && channel != null) {
            channels.remove(channel);
        } else if (about.kind() == Command.Kind.JOIN && channel != null) {
            Wish wish = channels.get(channel);
            if (wish != null) {
                wish.accepted = true;
                wish.member = true;
            }
        } else if (data != null) {
            acceptedProfile = data;
        }
    }

    /** The server does not do it: what it said yes to on this connection stays. */
    void refused(Command.About about) {
        String channel = about.channel();
        Wish wish = about.kind() == Command.Kind.JOIN && channel != null ? channels.get(channel) : null;
        if (wish != null && !wish.member) {
            channels.remove(channel);
        }
        withdraw(about);
    }

    /** It is not tried any more: what the server has ever said yes to stays. */
    void givenUp(Command.About about) {
        String channel = about.channel();
        Wish wish = about.kind() == Command.Kind.JOIN && channel != null ? channels.get(channel) : null;
        if (wish != null && !wish.accepted) {
            channels.remove(channel);
        }
        withdraw(about);
    }

    private void withdraw(Command.About about) {
        if (about.profile() != null && about.profile() == profile) {
            profile = acceptedProfile;
        }
    }

    void left(String channel) {
        channels.remove(channel);
    }

    /** A new connection is in no channel. */
    void begin() {
        channels.values().forEach(wish -> wish.member = false);
    }

    /** The profile that was set last; null if none was. */
    @Nullable
    Payload profile() {
        return profile;
    }

    /** In the order in which they were joined. */
    List<Channel> channels() {
        List<Channel> all = new ArrayList<>(channels.size());
        channels.forEach((name, wish) -> all.add(new Channel(name, wish.echo)));
        return all;
    }
}
