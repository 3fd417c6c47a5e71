package dev.parley.client.testing;

import dev.parley.protocol.JsonText;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.Payload;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server sends by itself. With the server's lock. */
final class Pushes {

    private final Realm realm;

    Pushes(Realm realm) {
        this.realm = realm;
    }

    void channel(String channel, String event, @Nullable Payload message) {
        send(realm.members(channel), Events.message(NameValue.of(channel), NameValue.of(event), message));
    }

    void all(String event, @Nullable Payload message) {
        send(realm.all(), Events.message(null, NameValue.of(event), message));
    }

    void user(String name, Payload session, Payload user) {
        Payload self = Payload.json(JsonText.quote(name));
        send(realm.all(), Events.event(NameValue.of(name), Events.arguments(List.of(self, session, user))));
    }

    void peer(String id, String event, List<Payload> arguments) {
        send(List.of(member(id)), Events.event(NameValue.of(event), Events.arguments(arguments)));
    }

    Realm.Member member(String id) {
        Realm.Member member = realm.find(id);
        if (member == null) {
            throw new IllegalArgumentException("There is no peer '" + id + "'. Connected are "
                    + realm.all().stream().map(Realm.Member::peer).toList() + ".");
        }
        return member;
    }

    private static void send(Collection<Realm.Member> members, List<Outgoing> event) {
        for (Realm.Member member : members) {
            member.session().send(event);
        }
    }
}
