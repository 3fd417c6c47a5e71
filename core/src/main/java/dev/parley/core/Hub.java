package dev.parley.core;

import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole of it: one {@link Shard} per loop, and a home among them for every audience.
 *
 * <p>From any thread. What happens on behalf of a connection goes through its {@link Subscriber}; the methods here are for
 * everyone else, a REST call for instance.
 */
public final class Hub {
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

    private <T> CompletionStage<T> atHome(AudienceKey key, Question<T> question) {
        Shard home = homeOf(key);
        CompletableFuture<T> result = new CompletableFuture<>();
        home.post(new AtHome(home, homes -> question.ask(homes, result)));
        return result;
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
