package dev.parley.client.testing;

import dev.parley.protocol.NameValue;
import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is connected and who is in which channel, and what they are told of it (altogic-agnost 3.1). Guarded by the server's lock. */
final class Realm {

    private final Map<String, Member> connected = new LinkedHashMap<>();
    private final Map<String, Set<Member>> channels = new LinkedHashMap<>();

    /** A connected client. Guarded as the rest. */
    static final class Member {
        private final Peer peer;
        private final Session session;
        private final boolean echo;
        private final Set<String> channels = new LinkedHashSet<>();
        private @Nullable Payload profile;

        Member(Peer peer, Session session, boolean echo) {
            this.peer = peer;
            this.session = session;
            this.echo = echo;
        }

        Peer peer() {
            return peer;
        }

        String id() {
            return peer.id();
        }

        Session session() {
            return session;
        }

        /** Whether its own events come back: as asked for, or else as it said when it connected. */
        boolean echo(@Nullable Boolean asked) {
            return asked == null ? echo : asked;
        }

        @Nullable
        Payload profile() {
            return profile;
        }
    }

    void connected(Member member) {
        connected.put(member.id(), member);
    }

    void join(Member member, NameValue channel, boolean echo) {
        if (!member.channels.add(channel.text())) {
            return;
        }
        Set<Member> members = channels.computeIfAbsent(channel.text(), name -> new LinkedHashSet<>());
        members.add(member);
        tell(members, member, echo, Events.presence("channel:join", channel, member.id(), member.profile));
    }

    void leave(Member member, NameValue channel, boolean echo) {
        if (!member.channels.remove(channel.text())) {
            return;
        }
        List<Outgoing> event = Events.presence("channel:leave", channel, member.id(), member.profile);
        tell(without(member, channel.text()), member, false, event);
        if (echo) {
            member.session.send(event);
        }
    }

    void update(Member member, @Nullable Payload profile, boolean echo) {
        member.profile = profile;
        for (String channel : member.channels) {
            List<Outgoing> event =
                    Events.presence("channel:update", NameValue.of(channel), member.id(), member.profile);
            tell(members(channel), member, echo, event);
        }
    }

    /** To a channel, or to all if that is null; the sender need not be a member. */
    void message(Member sender, @Nullable NameValue channel, List<Outgoing> event, boolean echo) {
        tell(channel == null ? all() : members(channel.text()), sender, echo, event);
    }

    void disconnected(Member member) {
        connected.remove(member.id());
        for (String channel : List.copyOf(member.channels)) {
            leave(member, NameValue.of(channel), false);
        }
    }

    /** Forgets all, and tells nobody. */
    void clear() {
        connected.clear();
        channels.clear();
    }

    Collection<Member> all() {
        return connected.values();
    }

    @Nullable
    Member find(String id) {
        return connected.get(id);
    }

    /** In the order they joined. */
    Collection<Member> members(String channel) {
        return channels.getOrDefault(channel, Set.of());
    }

    List<String> ids(String channel) {
        List<String> ids = new ArrayList<>();
        members(channel).forEach(member -> ids.add(member.id()));
        return ids;
    }

    private Collection<Member> without(Member member, String channel) {
        Set<Member> members = channels.get(channel);
        if (members == null) {
            return List.of();
        }
        members.remove(member);
        if (members.isEmpty()) {
            channels.remove(channel);
        }
        return members;
    }

    private static void tell(Collection<Member> members, Member sender, boolean echo, List<Outgoing> event) {
        for (Member member : members) {
            if (echo || member != sender) {
                member.session.send(event);
            }
        }
    }
}
