package dev.parley.server.gateway.vchat;

import dev.parley.chat.ChatReader;
import dev.parley.chat.UserKey;
import dev.parley.protocol.ByteBuilder;
import dev.parley.server.identity.App;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The first page of a user's rooms, for events. Any thread; nothing blocks. */
final class RoomLists {

    /** After so many times, what is there is good enough: the user's rooms change faster than they can be read. */
    private static final int TRIES = 4;

    private final ChatReader reader;
    private final RoomJson rooms;
    private final OnlineUsers online;
    private final ConcurrentHashMap<UserKey, CompletableFuture<Listed>> underWay = new ConcurrentHashMap<>();

    RoomLists(ChatReader reader, RoomJson rooms, OnlineUsers online) {
        this.reader = reader;
        this.rooms = rooms;
        this.online = online;
    }

    /**
     * A page as it was at some moment.
     *
     * @param news which news the user had been told when it was read
     * @param tries how often it was read
     */
    record Listed(UserKey user, ByteBuilder json, long news, int tries) {}

    /** Not older than the last change that the user was told of. */
    CompletionStage<Listed> first(App app, UserKey user) {
        return read(app, user, 1).thenCompose(listed -> current(app, listed));
    }

    /** The same page, or a newer one if the user has been told of a change since it was read. */
    CompletionStage<Listed> current(App app, Listed listed) {
        if (isCurrent(listed)) {
            return CompletableFuture.completedFuture(listed);
        }
        return read(app, listed.user(), listed.tries() + 1).thenCompose(again -> current(app, again));
    }

    boolean isCurrent(Listed listed) {
        return listed.tries() >= TRIES || online.news(listed.user()) == listed.news();
    }

    /** Whoever asks while a user's rooms are being read gets what is read: many who ask cost no more than one. */
    private CompletionStage<Listed> read(App app, UserKey user, int tries) {
        CompletableFuture<Listed> mine = new CompletableFuture<>();
        CompletableFuture<Listed> running = underWay.putIfAbsent(user, mine);
        if (running != null) {
            return running.thenApply(listed -> new Listed(user, listed.json(), listed.news(), tries));
        }
        long news = online.news(user);
        reader.rooms(user, 0).thenCompose(views -> rooms.rooms(app, views)).whenComplete((json, failure) -> {
            underWay.remove(user);
            if (json == null) {
                mine.completeExceptionally(failure == null ? new IllegalStateException("there is no list") : failure);
            } else {
                mine.complete(new Listed(user, json, news, tries));
            }
        });
        return mine;
    }
}
