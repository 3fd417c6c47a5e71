package dev.parley.core;

import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The whole of it: one {@link Shard} per loop, and a home among them for every audience.
 *
 * <p>From any thread. What happens on behalf of a connection goes through its {@link Subscriber}; the methods here are for
 * everyone else, a REST call for instance.
 */
public final class Hub {
    /** The most entries of a list that is asked for by page. */
    public static final int MAX_LISTED = 1_000;

    private final HubOptions options;
    private final Broker broker;
    private final Clock clock;
    private final List<Shard> shards;

    /** A hub on these loops, ready; nothing runs on them until something happens. */
    public Hub(HubOptions options, Broker broker, Clock clock, List<Loop> loops) {
        if (loops.isEmpty()) {
            throw new IllegalArgumentException("a hub needs a loop");
        }
        this.options = options;
        this.broker = broker;
        this.clock = clock;
        // A thousand epochs per millisecond of a server's life, so that the next start does not repeat one.
        long firstEpoch = clock.millis() * 1000;
        List<Shard> made = new ArrayList<>();
        for (Loop loop : loops) {
            made.add(new Shard(this, made.size(), loop, firstEpoch + made.size()));
        }
        this.shards = List.copyOf(made);
        broker.start(this::deliver);
    }

    public HubOptions options() {
        return options;
    }

    public Clock clock() {
        return clock;
    }

    /** How many shards there are. */
    public int shards() {
        return shards.size();
    }

    /** The shard of the loop that was given at this index. */
    public Shard shard(int index) {
        return shards.get(index);
    }

    /** The index of the shard that orders this audience. */
    public int home(AudienceKey key) {
        return key.home(shards.size());
    }

    /** Like {@link #publish(Draft)}, for an event from outside: no sender, the name written as a string. */
    public CompletionStage<Position> publish(AudienceKey audience, Name event, @Nullable Payload payload) {
        return publish(new Draft(audience, false, event, payload, true));
    }

    /**
     * Publishes a message that comes from no subscriber, so everyone in the audience gets it.
     *
     * <p>Calls for one audience by one thread keep their order; for order across audiences wait for the stage.
     *
     * @return completed on the audience's home loop when the message has been posted to every shard with members, with
     *     its position; with an {@link IllegalStateException} if the broker did not take it
     */
    public CompletionStage<Position> publish(Draft draft) {
        return atHome(draft.audience(), (homes, result) -> {
            Position position = homes.publish(draft, null);
            if (position == null) {
                result.completeExceptionally(new IllegalStateException("the broker did not take the message"));
            } else {
                result.complete(position);
            }
        });
    }

    /**
     * The members of a channel in the order they joined, as of one moment in the channel's order.
     *
     * @return completed on the channel's home loop; the list is the caller's
     * @throws IllegalArgumentException if the audience is not a channel
     */
    public CompletionStage<List<Member>> members(AudienceKey channel) {
        if (channel.kind() != AudienceKey.Kind.CHANNEL) {
            throw new IllegalArgumentException("only channels have presence, not " + channel.kind());
        }
        return atHome(channel, (homes, result) -> result.complete(homes.members(channel)));
    }

    /**
     * How many members a channel has, or how many subscribers a user or an app has connected.
     *
     * @return completed on the audience's home loop
     */
    public CompletionStage<Integer> memberCount(AudienceKey audience) {
        return atHome(audience, (homes, result) -> result.complete(homes.memberCount(audience)));
    }

    /**
     * The channels of an app that have members, in the order of their names (by UTF-16 code unit), with how many each has. The next
     * page is asked for with the last name of this one; channels come and go in between. The shards are asked one by one, so the
     * numbers are of almost, not exactly, the same moment.
     *
     * @param prefix what the names begin with; empty for all
     * @param after only names behind this one, or null
     * @param limit how many at most, 1 to {@link #MAX_LISTED}
     * @return completed on one of the loops; the list is the caller's
     */
    public CompletionStage<List<ChannelCount>> channels(String app, String prefix, @Nullable String after, int limit) {
        ChannelQuery query = ChannelQuery.all(limit).startingWith(prefix);
        return channels(app, after == null ? query : query.behind(after));
    }

    /**
     * The channels of an app that have members, as many as the query asks for and in its order, with how many each has; otherwise like
     * {@link #channels(String, String, String, int)}. It costs what it lists, on each shard, however many channels there are.
     *
     * @return completed on one of the loops; the list is the caller's
     */
    public CompletionStage<List<ChannelCount>> channels(String app, ChannelQuery query) {
        List<CompletableFuture<List<ChannelCount>>> pages = new ArrayList<>();
        for (Shard shard : shards) {
            pages.add(at(shard, (homes, result) -> result.complete(homes.index().page(app, query))));
        }
        Comparator<ChannelCount> byName = Comparator.comparing(ChannelCount::name);
        return all(pages).thenApply(found -> {
            found.sort(query.descending() ? byName.reversed() : byName);
            return firstOf(found, query.limit());
        });
    }

    /**
     * A user's subscribers, or an app's, in no particular order.
     *
     * @param limit how many at most, 1 to {@link #MAX_LISTED}
     * @return completed on one of the loops; the list is the caller's
     * @throws IllegalArgumentException if the audience is a channel: those have {@link #members}
     */
    public CompletionStage<List<SubscriberInfo>> subscribers(AudienceKey audience, int limit) {
        checkLimit(limit);
        return visit(audience, limit, SubscriberInfo::of).thenApply(found -> firstOf(found, limit));
    }

    /**
     * Ends a subscriber for a back end, as {@link CloseReason#EXPELLED}. It still gets what reached its shard before, and is told
     * goodbye; the members of its channels see it leave.
     *
     * @return completed on one of the loops: whether the app had a subscriber of that id
     */
    public CompletionStage<Boolean> disconnect(String app, String subscriberId) {
        List<CompletableFuture<List<Boolean>>> asked = new ArrayList<>();
        for (Shard shard : shards) {
            asked.add(at(
                    shard,
                    (homes, result) -> result.complete(List.of(shard.expel(app, subscriberId, CloseReason.EXPELLED)))));
        }
        return all(asked).thenApply(found -> found.contains(true));
    }

    /**
     * Ends all subscribers of a user, or of an app, like {@link #disconnect(String, String)}: those that were attached when the
     * audience's home is asked, after what was published to it before.
     *
     * @return completed on one of the loops, when all are closed: how many there were
     * @throws IllegalArgumentException if the audience is a channel
     */
    public CompletionStage<Integer> disconnect(AudienceKey audience) {
        Function<Subscriber, @Nullable Boolean> expel =
                subscriber -> subscriber.expel(CloseReason.EXPELLED) ? Boolean.TRUE : null;
        return visit(audience, Integer.MAX_VALUE, expel).thenApply(List::size);
    }

    /** Stops the broker. Close the subscribers first; what is published afterwards reaches nobody. */
    public void close() {
        broker.close();
    }

    Shard homeOf(AudienceKey key) {
        return shards.get(home(key));
    }

    Broker broker() {
        return broker;
    }

    /**
     * The broker's sink. The embedded broker is in the home's turn that publishes. From anywhere else it takes a turn of
     * its own: what members do in answer must not get between its posts to the shards.
     */
    private void deliver(Publication publication) {
        Shard home = homeOf(publication.audience());
        if (home.isInTurn()) {
            home.homes().fanOut(publication);
        } else {
            home.post(new AtHome(home, homes -> homes.fanOut(publication)));
        }
    }

    /** By way of the home: its shards hear of it after everything it told them before. */
    private <T> CompletionStage<List<T>> visit(
            AudienceKey audience, int limit, Function<Subscriber, @Nullable T> visit) {
        if (audience.kind() == AudienceKey.Kind.CHANNEL) {
            throw new IllegalArgumentException("a channel's members need not be of one user");
        }
        CompletableFuture<List<CompletableFuture<List<T>>>> walks = at(homeOf(audience), (homes, result) -> {
            List<CompletableFuture<List<T>>> begun = new ArrayList<>();
            for (Shard shard : homes.shardsOf(audience)) {
                Walk<T> walk = new Walk<>(shard, audience, limit, visit);
                begun.add(walk.result);
                shard.post(walk);
            }
            result.complete(begun);
        });
        return walks.thenCompose(Hub::all);
    }

    private <T> CompletionStage<T> atHome(AudienceKey key, Question<T> question) {
        return at(homeOf(key), question);
    }

    private static <T> CompletableFuture<T> at(Shard shard, Question<T> question) {
        CompletableFuture<T> result = new CompletableFuture<>();
        // Always queued: done at once on the shard's own loop, it would overtake what other homes have sent there.
        shard.loop().execute(new AtHome(shard, homes -> {
            try {
                question.ask(homes, result);
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
                throw e;
            }
        }));
        return result;
    }

    /** What all of them found, once all have. */
    private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<List<T>>> parts) {
        return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> {
                    List<T> found = new ArrayList<>();
                    parts.forEach(part -> found.addAll(part.join()));
                    return found;
                });
    }

    private static <T> List<T> firstOf(List<T> found, int limit) {
        return found.size() <= limit ? found : new ArrayList<>(found.subList(0, limit));
    }

    static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_LISTED) {
            throw new IllegalArgumentException("a list has 1 to " + MAX_LISTED + " entries, not " + limit);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        void ask(Homes homes, CompletableFuture<T> result);
    }

    private static final class AtHome extends Task {
        private final Shard home;
        private final Consumer<Homes> act;

        AtHome(Shard home, Consumer<Homes> act) {
            this.home = home;
            this.act = act;
        }

        @Override
        Shard where() {
            return home;
        }

        @Override
        void act() {
            act.accept(home.homes());
        }
    }
}
