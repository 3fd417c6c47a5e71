package dev.parley.client.testing;

import dev.parley.protocol.Payload;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The part of {@link FakeServer} that shows what came and what is there. */
abstract class RecordingServer {

    final Core core;

    RecordingServer(Core core) {
        this.core = core;
    }

    /**
     * Everything that clients sent since the start or {@link #clearReceived}, in the order it was handled. Kept over {@code stop()}.
     *
     * @return a copy
     */
    public List<Received> received() {
        return core.journal.all();
    }

    /**
     * Everything of one kind that clients sent.
     *
     * @param kind the kind
     * @return a copy, in order
     */
    public List<Received> received(Received.Kind kind) {
        return core.journal.all().stream().filter(one -> one.kind() == kind).toList();
    }

    /** Forgets what was received. */
    public void clearReceived() {
        core.journal.clear();
    }

    /**
     * Waits for the first of a kind, or finds it.
     *
     * @param kind the kind
     * @return the first of {@link #received}
     * @throws AssertionError if none comes in time
     */
    public Received awaitReceived(Received.Kind kind) {
        return awaitReceived(kind, 1).get(0);
    }

    /**
     * Waits until so many of a kind have been received, counted from the start or {@link #clearReceived}.
     *
     * @param kind the kind
     * @param count how many
     * @return all of that kind, at least so many
     * @throws AssertionError if fewer come in time
     */
    public List<Received> awaitReceived(Received.Kind kind, int count) {
        return core.journal.await(received -> received.kind() == kind, kind.name(), count);
    }

    /**
     * Waits until so many that meet a condition have been received, counted from the start or {@link #clearReceived}.
     *
     * @param condition quick, without side effects; called with the lock, so it must not wait for another thread
     * @param count how many
     * @return all that meet it, at least so many
     * @throws AssertionError if fewer come in time
     */
    public List<Received> awaitReceived(Predicate<? super Received> condition, int count) {
        return core.journal.await(condition, "what meets the condition", count);
    }

    /**
     * Waits until exactly so many peers are connected.
     *
     * @param count how many
     * @return the peers
     * @throws AssertionError if it does not come to that in time
     */
    public List<Peer> awaitPeers(int count) {
        require(
                core.guard.await(() -> core.realm.all().size() == count, core.settings.patience()),
                () -> count + " peers, but there are " + peers());
        return peers();
    }

    /**
     * Waits until exactly so many members are in a channel.
     *
     * @param channel the channel
     * @param count how many
     * @return their ids, in the order they joined
     * @throws AssertionError if it does not come to that in time
     */
    public List<String> awaitMembers(String channel, int count) {
        require(
                core.guard.await(() -> core.realm.members(channel).size() == count, core.settings.patience()),
                () -> count + " members of " + channel + ", but there are " + members(channel));
        return members(channel);
    }

    /**
     * Waits until exactly so many connections are open, for instance 0 after the clients have closed.
     *
     * @param count how many, see {@link #connections}
     * @throws AssertionError if it does not come to that in time
     */
    public void awaitConnections(int count) {
        require(
                core.guard.await(() -> core.engine.sessions().size() == count, core.settings.patience()),
                () -> count + " connections, but there are " + connections());
    }

    /**
     * Waits until so many handshakes were tried since the start.
     *
     * @param count how many at least, see {@link #attempts}
     * @throws AssertionError if fewer come in time
     */
    public void awaitAttempts(int count) {
        require(
                core.guard.await(() -> core.handshakes.attempts() >= count, core.settings.patience()),
                () -> count + " attempts, but there were " + attempts());
    }

    /**
     * Who is connected: let in by Socket.IO's CONNECT, and not gone.
     *
     * @return the peers in the order they connected
     */
    public List<Peer> peers() {
        return core.guard.get(
                () -> core.realm.all().stream().map(Realm.Member::peer).toList());
    }

    /**
     * Who is in a channel.
     *
     * @param channel the channel
     * @return the ids of its members in the order they joined, none if there is no such channel
     */
    public List<String> members(String channel) {
        return core.guard.get(() -> core.realm.ids(channel));
    }

    /**
     * The profile of a peer.
     *
     * @param peer its id
     * @return what it set last; null if it never did
     * @throws IllegalArgumentException if no such peer is connected
     */
    public @Nullable Payload profile(String peer) {
        return core.guard
                .get(() -> Optional.ofNullable(core.pushes.member(peer).profile()))
                .orElse(null);
    }

    /**
     * How many Engine.IO connections are open, WebSockets and polling sessions, whether Socket.IO has connected on them or not.
     *
     * @return the number
     */
    public int connections() {
        return core.guard.get(() -> core.engine.sessions().size());
    }

    /**
     * How many connections were tried since the start, those that a {@link HandshakeFault} hit included. An upgrade from polling
     * to WebSocket does not count, nor do REST calls.
     *
     * @return the number
     */
    public int attempts() {
        return core.guard.get(core.handshakes::attempts);
    }

    /**
     * What went wrong inside the server: what hooks threw, and what clients sent against the protocol. Tests assert that it is
     * empty. At most the first 1,000 are kept.
     *
     * @return a copy, in order
     */
    public List<Throwable> problems() {
        return core.problems.all();
    }

    private void require(boolean came, Supplier<String> difference) {
        if (!came) {
            throw new AssertionError("Expected within " + core.settings.patience() + " " + difference.get()
                    + ". Received: " + received() + ". Problems: " + problems());
        }
    }
}
