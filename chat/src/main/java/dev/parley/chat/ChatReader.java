package dev.parley.chat;

import dev.parley.storage.Database;
import dev.parley.storage.SqlWork;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at chat rooms. Any thread; nothing blocks. Sees whatever was answered before.
 *
 * <p>Stages fail with {@link RefusedException} if a rule forbids it, or as {@link Database#read} says. They complete on a thread
 * of the database: what follows must not block there.
 */
public final class ChatReader {

    private final Database database;

    /** @param database has {@link Chat#SCHEMA} */
    public ChatReader(Database database) {
        this.database = database;
    }

    /**
     * A user's rooms, the one with the newest message first, 20 a page.
     *
     * @param page from 0; after the last one pages are empty
     */
    public CompletionStage<List<RoomView>> rooms(UserKey user, int page) {
        return read(sql -> new Rooms(sql).page(user, Math.max(0, page)));
    }

    public CompletionStage<RoomView> room(UserKey user, String roomId) {
        return read(sql -> {
            member(sql, user, roomId);
            RoomView view = new Rooms(sql).view(roomId, user.id());
            return require(view, Refusal.UNKNOWN_ROOM);
        });
    }

    /** The single room of two users; refused as unknown if they have none. */
    public CompletionStage<RoomView> single(UserKey user, String peerId) {
        return read(sql -> {
            Pair pair = Pair.of(user.id(), peerId);
            String id = Texts.isStorable(peerId) ? new Rooms(sql).idByPair(user.app(), pair.low(), pair.high()) : null;
            RoomView view = id == null ? null : new Rooms(sql).view(id, user.id());
            return require(view, Refusal.UNKNOWN_ROOM);
        });
    }

    /**
     * Messages, newest first, 30 a page, or fewer if they are long; after the last one pages are empty.
     *
     * @param before id of the oldest message of the page before, or null for the newest
     */
    public CompletionStage<List<Message>> messages(UserKey user, String roomId, @Nullable String before) {
        if (before != null && !Texts.isId(before)) {
            return CompletableFuture.failedStage(new RefusedException(Refusal.MALFORMED_ID));
        }
        return read(sql -> {
            member(sql, user, roomId);
            return before == null ? new Messages(sql).newest(roomId) : new Messages(sql).before(roomId, before);
        });
    }

    /**
     * Members in the order of their coming, 20 a page.
     *
     * @param page from 0; after the last one pages are empty
     */
    public CompletionStage<List<GroupMember>> members(UserKey user, String roomId, int page) {
        return read(sql -> {
            member(sql, user, roomId);
            return new Members(sql)
                    .page(roomId, Math.max(0, page)).stream()
                            .map(m -> new GroupMember(m.userId(), m.role()))
                            .toList();
        });
    }

    /** Ids of the room's members without this one: those who are told what this one does. At most a group's size. */
    public CompletionStage<List<String>> others(UserKey user, String roomId) {
        return read(sql -> {
            member(sql, user, roomId);
            return new Members(sql)
                    .all(roomId).stream()
                            .map(MemberRow::userId)
                            .filter(id -> !id.equals(user.id()))
                            .toList();
        });
    }

    /**
     * A user's single rooms by id, 500 at a time: those whose other user is told when this one comes or goes (vchat 5, "Presence").
     *
     * @param after the last room of those before, or null to begin
     */
    public CompletionStage<List<SingleRoom>> singles(UserKey user, @Nullable String after) {
        return read(sql -> new Rooms(sql).singles(user, after == null ? "" : after));
    }

    /** Refuses unless the room is the app's and the user in it. */
    private static void member(Sql sql, UserKey user, String roomId) {
        RoomRow room = Texts.isId(roomId) ? new Rooms(sql).get(roomId) : null;
        if (room == null || !room.app().equals(user.app())) {
            throw new RefusedException(Refusal.UNKNOWN_ROOM);
        }
        require(new Members(sql).one(roomId, user.id()), Refusal.NOT_A_MEMBER);
    }

    private static <T> T require(@Nullable T found, Refusal otherwise) {
        if (found == null) {
            throw new RefusedException(otherwise);
        }
        return found;
    }

    private <T> CompletionStage<T> read(Function<Sql, T> work) {
        SqlWork<T> inDatabase = handle -> work.apply(Sql.on(handle.getConnection()));
        return database.read(inDatabase)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(RefusedException.reason(failure)));
    }
}
