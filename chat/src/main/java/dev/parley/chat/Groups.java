package dev.parley.chat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operations on groups. Each leaves a system message in the room (vchat 5, "Groups"), which counts as any other. */
final class Groups {

    private Groups() {}

    static Outcome<RoomView> create(Transaction tx, Actor actor, NewGroup group) {
        Set<String> users = new LinkedHashSet<>();
        users.add(actor.id());
        users.addAll(group.members());
        refuseSize(users.size(), tx.context().options());
        RoomRow row = new RoomRow(
                tx.context().ids().next(),
                actor.app(),
                RoomKind.GROUP,
                actor.id(),
                null,
                null,
                tx.fresh(group.title(), group.picture(), users.size()));
        tx.insert(row);
        OpenRoom room = tx.open(actor.app(), row.id());
        List<MemberRow> members = new ArrayList<>();
        for (String user : users) {
            Role role = user.equals(actor.id()) ? Role.ADMIN : Role.MEMBER;
            members.add(new MemberRow(user, role, false, 0, members.size()));
        }
        room.insert(members);
        room.post(actor, MessageType.CREATE, group.title());
        RoomChange change = room.finish(actor);
        return Outcome.of(room.view(actor.id()), change);
    }

    private static void refuseSize(int members, ChatOptions options) {
        if (members < 2) {
            throw new RefusedException(Refusal.TOO_FEW_MEMBERS);
        }
        if (members > options.members()) {
            throw new RefusedException(Refusal.TOO_MANY_MEMBERS);
        }
    }

    /** Users who are in the group stay as they are. */
    static Outcome<List<String>> add(Transaction tx, Actor actor, String roomId, List<Affected> users) {
        OpenRoom room = openAsAdmin(tx, actor, roomId);
        List<Affected> fresh = new ArrayList<>();
        Set<String> named = new LinkedHashSet<>();
        for (Affected user : users) {
            if (!room.has(user.id()) && named.add(user.id())) {
                fresh.add(user);
            }
        }
        if (fresh.isEmpty()) {
            return Outcome.unchanged(List.of());
        }
        refuseSize(room.now().counts().members() + fresh.size(), tx.context().options());
        insert(room, fresh);
        fresh.forEach(user -> room.post(actor, MessageType.ADD, user.name()));
        return Outcome.of(List.copyOf(named), room.finish(actor));
    }

    /** What was written before them is not unread to new members; only the last of the messages about their coming is. */
    private static void insert(OpenRoom room, List<Affected> fresh) {
        RoomRow.Counts before = room.now().counts();
        long seen = before.messages() + fresh.size() - 1;
        List<MemberRow> rows = new ArrayList<>();
        for (Affected user : fresh) {
            rows.add(new MemberRow(user.id(), Role.MEMBER, false, seen, before.nextPosition() + rows.size()));
        }
        room.set(room.now().withCounts(before.plusMembers(fresh.size())));
        room.insert(rows);
    }

    /** If no admin is left, whoever is in the group for longest becomes one: otherwise nobody could ever add anybody. */
    static Outcome<Departure> leave(Transaction tx, Actor actor, String roomId) {
        OpenRoom room = tx.open(actor.app(), roomId, RoomKind.GROUP).whole();
        room.member(actor.id());
        Departure departure = new Departure(actor.id(), Departure.Reason.LEFT);
        room.remove(departure);
        List<MemberRow> left = room.members();
        if (!left.isEmpty() && left.stream().noneMatch(m -> m.role() == Role.ADMIN)) {
            room.update(left.getFirst().withRole(Role.ADMIN));
        }
        room.post(actor, MessageType.LEAVE, actor.name());
        return Outcome.of(departure, room.finish(actor));
    }

    static Outcome<Departure> kick(Transaction tx, Actor actor, String roomId, Affected user) {
        OpenRoom room = openAsAdmin(tx, actor, roomId);
        if (user.id().equals(actor.id())) {
            throw new RefusedException(Refusal.YOURSELF);
        }
        room.target(user.id());
        if (user.id().equals(room.row().creatorId())) {
            throw new RefusedException(Refusal.CREATOR);
        }
        Departure departure = new Departure(user.id(), Departure.Reason.KICKED);
        room.remove(departure);
        room.post(actor, MessageType.KICK, user.name());
        return Outcome.of(departure, room.finish(actor));
    }

    /** Nothing happens to a member who has the role already. */
    static Outcome<Role> setRole(Transaction tx, Actor actor, String roomId, Affected user, Role role) {
        OpenRoom room = openAsAdmin(tx, actor, roomId);
        MemberRow target = room.target(user.id());
        if (target.role() == role) {
            return Outcome.unchanged(role);
        }
        if (user.id().equals(actor.id())) {
            throw new RefusedException(Refusal.YOURSELF);
        }
        if (role == Role.MEMBER && user.id().equals(room.row().creatorId())) {
            throw new RefusedException(Refusal.CREATOR);
        }
        room.update(target.withRole(role));
        room.post(actor, role == Role.ADMIN ? MessageType.UPGRADE : MessageType.DOWNGRADE, user.name());
        return Outcome.of(role, room.finish(actor));
    }

    static Outcome<RoomView> changeInfo(
            Transaction tx, Actor actor, String roomId, @Nullable String title, @Nullable String picture) {
        OpenRoom room = openAsAdmin(tx, actor, roomId);
        room.set(room.now().withInfo(title, picture));
        String shown = room.now().title();
        room.post(actor, MessageType.INFO, shown == null ? "" : shown);
        RoomChange change = room.finish(actor);
        return Outcome.of(room.view(actor.id()), change);
    }

    private static OpenRoom openAsAdmin(Transaction tx, Actor actor, String roomId) {
        OpenRoom room = tx.open(actor.app(), roomId, RoomKind.GROUP).whole();
        room.requireAdmin(actor.id());
        return room;
    }
}
