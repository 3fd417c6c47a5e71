package dev.parley.client.testing;

import dev.parley.protocol.PacketWriter;
import java.util.List;

/** The part of {@link FakeServer} that fails on demand. */
abstract class FaultyServer extends RecordingServer {

    FaultyServer(Core core) {
        super(core);
    }

    /**
     * Breaks all handshakes from now on, in one way.
     *
     * @param fault what goes wrong; {@link HandshakeFault#NONE} ends it
     */
    public void fault(HandshakeFault fault) {
        fault(fault, Integer.MAX_VALUE);
    }

    /**
     * Breaks the next handshakes, in one way. Those after them are right.
     *
     * @param fault what goes wrong
     * @param attempts how many, at least 1
     * @throws IllegalArgumentException if that is less
     */
    public void fault(HandshakeFault fault, int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts is " + attempts + "; it must be at least 1.");
        }
        core.guard.run(() -> core.faults.handshake(fault, attempts));
    }

    /**
     * Cuts every TCP connection without a farewell, after what was written. Returns when they are closed, the peers gone and their
     * channels left. What a client does not read within a second is lost.
     */
    public void dropConnection() {
        List<TcpConnection> all = core.guard.get(() -> {
            core.engine.sessions().forEach(session -> core.engine.end(session, null));
            return core.engine.connections();
        });
        cut(all);
    }

    /**
     * Cuts the TCP connections of one peer, as {@link #dropConnection()} does. The others in its channels are told.
     *
     * @param peer its id
     * @throws IllegalArgumentException if no such peer is connected
     */
    public void dropConnection(String peer) {
        List<TcpConnection> all = core.guard.get(() -> {
            Session session = core.pushes.member(peer).session();
            core.engine.end(session, null);
            return List.copyOf(session.connections());
        });
        cut(all);
    }

    /**
     * Ends every connection with a WebSocket close frame; a client that polls gets Engine.IO's close packet. The peers are gone when
     * this returns; the TCP connections end when the clients have answered, or after 10 seconds.
     *
     * @param code the code, for instance 1001
     * @param reason the reason, at most 123 bytes
     * @throws IllegalArgumentException if it is longer
     */
    public void closeConnection(int code, String reason) {
        byte[] frame = Frames.close(code, reason);
        core.guard.run(() -> {
            for (Session session : core.engine.sessions()) {
                if (session.polls()) {
                    session.send(Outgoing.text("1"));
                } else {
                    session.sendBytes(frame);
                }
                core.engine.dismiss(session);
            }
        });
    }

    /** Sends every peer away with Socket.IO's DISCONNECT. The connections stay, for the clients to close. */
    public void disconnect() {
        core.guard.run(() -> List.copyOf(core.realm.all()).forEach(this::sendAway));
    }

    /**
     * Sends one peer away with Socket.IO's DISCONNECT. The connection stays, for the client to close.
     *
     * @param peer its id
     * @throws IllegalArgumentException if no such peer is connected
     */
    public void disconnect(String peer) {
        core.guard.run(() -> sendAway(core.pushes.member(peer)));
    }

    /**
     * Sends a text to every open connection, as one WebSocket message or one packet of a poll, whatever it is. For example {@code
     * 42["a"} is an event that is broken JSON.
     *
     * @param text the message, Engine.IO's type included
     */
    public void sendRaw(String text) {
        core.guard.run(() -> core.engine.sessions().forEach(session -> session.send(Outgoing.text(text))));
    }

    /**
     * Sends a binary message to every open connection, as an attachment that nobody announced.
     *
     * @param bytes the message; not copied
     */
    public void sendRawBinary(byte[] bytes) {
        core.guard.run(() -> core.engine.sessions().forEach(session -> session.send(new Outgoing(true, bytes))));
    }

    /**
     * Writes bytes to the TCP connection of every open WebSocket, where a frame should begin.
     *
     * @param bytes what to write, for instance the head of a frame of a gigabyte; not copied
     */
    public void sendRawFrame(byte[] bytes) {
        core.guard.run(() -> core.engine.sessions().forEach(session -> session.sendBytes(bytes)));
    }

    /**
     * Makes the server fall silent: it reads and carries out what comes, but nothing leaves it, no answers, no heartbeats, no
     * events. What it did not say is lost; it is not said later.
     *
     * @param silent whether it is silent
     */
    public void silence(boolean silent) {
        core.guard.run(() -> core.faults.silent(silent));
    }

    /**
     * Makes the server stop reading, so that what clients send piles up on their side. Takes effect for all bytes that have not
     * been read when this returns.
     *
     * @param stopped whether it does not read
     */
    public void stopReading(boolean stopped) {
        core.gate.shut(stopped);
    }

    /**
     * Sends every acknowledgement twice.
     *
     * @param twice whether it does
     */
    public void answerTwice(boolean twice) {
        core.guard.run(() -> core.answers.twice(twice));
    }

    /**
     * Holds acknowledgements back. The effects of what they answer are not held.
     *
     * @param hold true to hold them from now on; false to release all in order and hold no more
     */
    public void holdAnswers(boolean hold) {
        core.guard.run(() -> core.answers.hold(hold));
    }

    /**
     * Releases some of the held acknowledgements, the oldest first. Those of clients that are gone count, but go nowhere.
     *
     * @param count how many at most
     * @return how many there were to release
     */
    public int releaseAnswers(int count) {
        return core.guard.get(() -> core.answers.release(count));
    }

    /**
     * How many acknowledgements are held.
     *
     * @return the number
     */
    public int heldAnswers() {
        return core.guard.get(core.answers::held);
    }

    /**
     * Sends WebSocket messages in fragments.
     *
     * @param bytes most bytes of one; 0 for whole messages
     * @throws IllegalArgumentException if it is negative
     */
    public void fragments(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes is " + bytes + "; it must not be negative.");
        }
        core.guard.run(() -> core.faults.fragmentBytes(bytes));
    }

    /**
     * Whether the server plays Parley from now on, see {@link FakeServerBuilder#parley}. Clients that are connected are told nothing.
     *
     * @param parley whether it does
     */
    public void parley(boolean parley) {
        core.guard.run(() -> core.faults.parley(parley));
    }

    /**
     * Stops as a server that crashes: nobody listens any more, all TCP connections are cut, and who was in which channel is
     * forgotten. Returns when the port is free. Does nothing if it is stopped.
     */
    public void stop() {
        core.stop();
    }

    /**
     * Listens again at the same port. A server that was not stopped is stopped before.
     *
     * @throws java.io.UncheckedIOException if somebody else has taken the port
     */
    public void restart() {
        core.restart();
    }

    private void sendAway(Realm.Member member) {
        member.session().send(new Outgoing(false, PacketWriter.ENGINE.disconnect("/")));
        member.session().member(null);
        core.realm.disconnected(member);
    }

    private static void cut(List<TcpConnection> connections) {
        connections.forEach(TcpConnection::reset);
        connections.forEach(TcpConnection::cut);
    }
}
