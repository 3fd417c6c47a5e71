package dev.parley.bench;

import dev.parley.chat.Actor;
import dev.parley.chat.Chat;
import dev.parley.chat.ChatOptions;
import dev.parley.chat.Draft;
import dev.parley.chat.NewGroup;
import dev.parley.chat.RoomKind;
import dev.parley.chat.UserKey;
import dev.parley.core.Clock;
import dev.parley.storage.Database;
import dev.parley.storage.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/** The module {@code chat} alone: all members look at their rooms, and nobody is told. */
final class ModuleSends {

    private static final int UNDER_WAY = 500;

    private ModuleSends() {}

    /** @return messages per second */
    static double run(Path folder, Shape shape, double seconds) throws IOException, InterruptedException {
        Map<String, Set<String>> present = new HashMap<>();
        try (Database database =
                Database.open(new DatabaseOptions(folder, null, List.of(Chat.SCHEMA), 1, 1, 2 * UNDER_WAY))) {
            Chat chat = new Chat(
                    database,
                    Clock.system(),
                    (app, room) -> present.getOrDefault(room, Set.of()),
                    change -> {},
                    ChatOptions.defaults());
            List<String> rooms = new ArrayList<>();
            for (int i = 0; i < shape.rooms(); i++) {
                List<String> members = new ArrayList<>();
                for (int j = 1; j < shape.members(); j++) {
                    members.add(user(shape, i, j));
                }
                String room = chat.createGroup(actor(user(shape, i, 0)), new NewGroup("title", "picture", members))
                        .toCompletableFuture()
                        .join()
                        .room()
                        .id();
                members.add(user(shape, i, 0));
                present.put(room, new HashSet<>(members));
                rooms.add(room);
            }
            return send(chat, shape, rooms, seconds);
        }
    }

    private static double send(Chat chat, Shape shape, List<String> rooms, double seconds) throws InterruptedException {
        Semaphore underWay = new Semaphore(UNDER_WAY);
        LongAdder answered = new LongAdder();
        long start = System.nanoTime();
        for (long i = 0; System.nanoTime() - start < seconds * 1e9; i++) {
            underWay.acquire();
            int room = (int) (i % shape.rooms());
            chat.send(actor(user(shape, room, 0)), rooms.get(room), RoomKind.GROUP, Draft.text(shape.text(i)))
                    .whenComplete((message, failure) -> {
                        if (failure == null) {
                            answered.increment();
                        }
                        underWay.release();
                    });
        }
        underWay.acquire(UNDER_WAY);
        return answered.sum() / ((System.nanoTime() - start) / 1e9);
    }

    private static Actor actor(String user) {
        return new Actor(new UserKey("default", user), "Some Name", "default_user_image.png");
    }

    private static String user(Shape shape, int room, int member) {
        return String.format("a%023x", shape.user(room, member));
    }
}
