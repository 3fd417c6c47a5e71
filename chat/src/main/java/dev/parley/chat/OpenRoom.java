package dev.parley.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A room as one transaction sees and changes it. One thread, until the transaction ends.
 *
 * <p>Members are found out first, then changed and messages posted; {@link #finish} writes the room's row and what the messages
 * mean to their readers, once for all of them.
 */
final class OpenRoom {

    private final ChatContext context;
    private final Rooms rooms;
    private final Members table;
    private final Messages messages;
    private final RoomRow row;

    /** In the order of coming. */
    private final Map<String, MemberRow> members = new LinkedHashMap<>();

    private final List<Message> posted = new ArrayList<>();
    private RoomRow.Changing now;
    private @Nullable Message last;
    private @Nullable Departure departure;

    OpenRoom(Sql sql, ChatContext context, RoomRow row) {
        this.context = context;
        this.row = row;
        this.now = row.changing();
        rooms = new Rooms(sql);
        table = new Members(sql);
        messages = new Messages(sql);
    }

    RoomRow row() {
        return row;
    }

    RoomRow.Changing now() {
        return now;
    }

    /** What of the room's row is to be written at the end. */
    void set(RoomRow.Changing changed) {
        now = changed;
    }

    /** Finds out all members. */
    OpenRoom whole() {
        List<MemberRow> all = context.known().get(row.id(), now.version());
        if (all == null) {
            all = table.all(row.id());
            context.known().put(row.id(), now.version(), all);
        }
        all.forEach(m -> members.put(m.userId(), m));
        return this;
    }

    /** Refuses if there is no such member. */
    MemberRow member(String user) {
        MemberRow found = members.get(user);
        if (found == null) {
            throw new RefusedException(Refusal.NOT_A_MEMBER);
        }
        return found;
    }

    /** Refuses unless this is a group and the user one of its admins. */
    void requireAdmin(String user) {
        if (member(user).role() != Role.ADMIN) {
            throw new RefusedException(Refusal.NOT_AN_ADMIN);
        }
    }

    /** Refuses if there is no such member beside the one who asks. */
    MemberRow target(String user) {
        MemberRow found = members.get(user);
        if (found == null) {
            throw new RefusedException(Refusal.NO_SUCH_MEMBER);
        }
        return found;
    }

    boolean has(String user) {
        return members.containsKey(user);
    }

    List<MemberRow> members() {
        return List.copyOf(members.values());
    }

    void update(MemberRow member) {
        members.put(member.userId(), member);
        table.update(row.id(), member);
    }

    /** New members. The room's row counts them already. */
    void insert(List<MemberRow> fresh) {
        fresh.forEach(m -> members.put(m.userId(), m));
        table.insert(row.app(), row.id(), fresh);
    }

    void remove(Departure gone) {
        members.remove(gone.userId());
        table.delete(row.id(), gone.userId());
        now = now.withCounts(now.counts().lessMember());
        departure = gone;
    }

    Message post(Actor actor, MessageType type, String content) {
        return post(actor, new Draft(type, content, null, null));
    }

    Message post(Actor actor, Draft draft) {
        String before = now.lastMessageId();
        String id = before == null ? context.ids().next() : context.ids().nextAfter(before);
        Message message = new Message(
                id,
                row.id(),
                draft.type(),
                draft.content(),
                draft.attachment(),
                actor.id(),
                actor.name(),
                actor.picture(),
                context.clock().millis());
        messages.insert(message, draft.clientId());
        posted.add(message);
        last = message;
        now = now.withMessage(message);
        return message;
    }

    @Nullable
    Message posted(String sender, @Nullable String clientId) {
        return clientId == null ? null : messages.byClientId(row.id(), sender, clientId);
    }

    /** The newest messages, newest first. */
    List<Message> history() {
        List<Message> newest = messages.newest(row.id());
        last = newest.getFirst();
        return newest;
    }

    /** @return false if there was nothing unread */
    boolean read(String user) {
        MemberRow member = member(user);
        if (member.seen() >= now.counts().messages()) {
            return false;
        }
        table.seen(row.id(), List.of(user), now.counts().messages());
        members.put(user, member.withSeen(now.counts().messages()));
        return true;
    }

    /** Writes what messages and operations changed. All members get a view. */
    RoomChange finish(Actor actor) {
        Set<String> absent = count(actor.id());
        return change(members.keySet(), Collections.unmodifiableSet(absent));
    }

    /** Writes the room's row, after its members' rows. These members get a view. */
    RoomChange change(Set<String> viewers, Set<String> absent) {
        now = now.withVersion(context.ids().next());
        rooms.update(row.id(), now);
        context.known().put(row.id(), now.version(), members());
        Room room = room();
        List<RoomView> views = new ArrayList<>(viewers.size());
        for (String viewer : viewers) {
            views.add(view(room, member(viewer)));
        }
        return new RoomChange(row.app(), row.id(), List.copyOf(posted), List.copyOf(views), absent, departure);
    }

    RoomView view(String user) {
        return view(room(), member(user));
    }

    private RoomView view(Room room, MemberRow member) {
        String peer = row.peerOf(member.userId());
        MemberRow other = peer == null ? null : members.get(peer);
        return Views.of(room, member, row, now.counts().messages(), other == null ? 0 : other.seen());
    }

    private Room room() {
        Message newest = last;
        if (newest == null) {
            newest = messages.get(row.id(), now.lastMessageId());
            last = newest;
        }
        return Views.room(row, now, newest);
    }

    /**
     * Whoever looks at the room has read the messages; to their sender they are not unread either; for all others nothing needs to
     * be written, as what is unread follows from the room's count.
     *
     * @return those who have more unread now
     */
    private Set<String> count(String sender) {
        Set<String> present = context.presence().present(row.app(), row.id());
        Set<String> absent = new LinkedHashSet<>();
        List<String> readers = new ArrayList<>();
        for (MemberRow member : members()) {
            String user = member.userId();
            boolean sent = user.equals(sender);
            long withOwn = member.seen() + posted.size();
            if (present.contains(user) || (sent && withOwn == now.counts().messages())) {
                readers.add(user);
                members.put(user, member.withSeen(now.counts().messages()));
            } else if (sent) {
                update(member.withSeen(withOwn));
            } else {
                absent.add(user);
            }
        }
        table.seen(row.id(), readers, now.counts().messages());
        return absent;
    }
}
