package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.core.Clock;
import dev.parley.storage.Database;
import dev.parley.storage.Dialect;
import dev.parley.storage.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A chat on a fresh database, with a clock that stands still and a record of what was told. */
final class World implements AutoCloseable {

    static final String APP = "app";

    final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    final Map<String, Set<String>> looking = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<RoomChange> told = new ConcurrentLinkedQueue<>();
    final Database database;
    final Chat chat;
    final ChatReader reader;

    private World(Database database, ChatOptions options) {
        this.database = database;
        chat = new Chat(
                database,
                new StillClock(millis),
                (app, room) -> looking.getOrDefault(app + "/" + room, Set.of()),
                told::add,
                options);
        reader = new ChatReader(database);
    }

    private record StillClock(AtomicLong now) implements Clock {
        @Override
        public long nanos() {
            return now.get() * 1_000_000;
        }

        @Override
        public long millis() {
            return now.get();
        }
    }

    static World open(Dialect dialect, Path folder) throws IOException {
        return open(dialect, folder, ChatOptions.defaults());
    }

    static World open(Dialect dialect, Path folder, ChatOptions options) throws IOException {
        return new World(Database.open(TestDatabases.fresh(dialect, folder, Chat.SCHEMA)), options);
    }

    static UserKey key(String user) {
        return new UserKey(APP, user);
    }

    /** Everybody's picture is called after them. */
    static Actor actor(String user) {
        return new Actor(key(user), "Name of " + user, user + ".png");
    }

    static Affected affected(String user) {
        return new Affected(user, "Name of " + user);
    }

    void look(String room, String... users) {
        looking.put(APP + "/" + room, Set.of(users));
    }

    /** A single room with a first message from the first user. */
    RoomView single(String from, String to) throws Exception {
        RoomView view = get(chat.openSingle(actor(from), to, Draft.text("first")));
        told.clear();
        return view;
    }

    /** A group. */
    String group(String creator, String... others) throws Exception {
        RoomView view = get(chat.createGroup(actor(creator), new NewGroup("Group", "group.png", List.of(others))));
        told.clear();
        return view.room().id();
    }

    Message say(String user, String room, RoomKind kind, String text) throws Exception {
        return get(chat.send(actor(user), room, kind, Draft.text(text)));
    }

    RoomView view(String user, String room) throws Exception {
        return get(reader.room(key(user), room));
    }

    RoomView enter(String user, String room) throws Exception {
        return get(chat.enter(key(user), room, _ -> {})).view();
    }

    /** The only thing that was told since the last look. */
    RoomChange change() {
        assertThat(told).hasSize(1);
        return told.remove();
    }

    static RoomView viewOf(RoomChange change, String user) {
        return change.views().stream()
                .filter(v -> v.userId().equals(user))
                .findFirst()
                .orElseThrow();
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    static Refusal refusal(CompletionStage<?> stage) {
        Throwable thrown = catchThrowable(() -> get(stage));
        assertThat(thrown).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(RefusedException.class);
        return thrown.getCause() instanceof RefusedException e ? e.refusal() : Refusal.BUSY;
    }

    @Override
    public void close() {
        database.close();
        assertThat(chat.waitingRooms())
                .as("rooms whose order was not cleaned up")
                .isZero();
        assertThat(chat.underWay()).as("operations that kept their slot").isZero();
    }
}
