package dev.parley.client;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.PacketType;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.SocketDecoder;
import dev.parley.protocol.SocketPacket;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the server, from the first byte to the last: Engine.IO's handshake and heartbeat, Socket.IO's CONNECT, and what comes and goes then. It ends
 * by itself when the server is silent for too long. Everything runs on the lane.
 */
final class Connection implements TransportEvents {

    /** Opening → entering → live → ended; and from each directly to ended. */
    private enum Stage {
        OPENING,
        ENTERING,
        LIVE,
        ENDED
    }

    private static final JsonLimits JSON = new JsonLimits(256, 1_000, Integer.MAX_VALUE);
    private static final int MOST_ATTACHMENTS = 1_000;
    /** Events that come before the answer to CONNECT wait for it; more than so many, or so many bytes, are no race but a fault. */
    private static final int MOST_EARLY = 1_000;
    /** What an event takes beside its content. */
    private static final int EVENT_BYTES = 200;

    private final Lane lane;
    private final Options options;
    private final TransportKind kind;
    private final ConnectAuth auth;
    private final ConnectionOwner owner;
    private final Transport transport;
    private final SocketDecoder decoder;
    private final List<EnginePacket> urgent = new ArrayList<>(2);
    private final List<SocketPacket> early = new ArrayList<>();
    private Stage stage = Stage.OPENING;
    /** What is being sent; null if nothing is. */
    private @Nullable Batch underWay;

    private long earlyBytes;
    private boolean leaving;
    private boolean surprised;
    private boolean paused;
    private int maxPayload = Integer.MAX_VALUE;
    private Duration patience = Duration.ZERO;
    private long heardAt;
    private Timers.@Nullable Timer deadline;

    /** @param auth what the CONNECT packet shows */
    Connection(Lane lane, Options options, TransportKind kind, ConnectAuth auth, ConnectionOwner owner) {
        this.lane = lane;
        this.options = options;
        this.kind = kind;
        this.auth = auth;
        this.owner = owner;
        this.decoder =
                SocketDecoder.forClient(JSON, MOST_ATTACHMENTS, options.bounds().maxIncomingMessage());
        this.transport = Transports.create(kind, target(), this);
    }

    private TransportTarget target() {
        Address address = options.server().address();
        return new TransportTarget(
                options.means().http(),
                address.webSocket(),
                address.polling(),
                options.pace().timeout(),
                options.bounds().maxIncomingMessage(),
                lane,
                options.means().timers());
    }

    void open() {
        Duration timeout = options.pace().timeout();
        deadline = options.means().timers().after(timeout, lane, () -> late(timeout));
        transport.open();
    }

    private void late(Duration timeout) {
        if (stage == Stage.OPENING || stage == Stage.ENTERING) {
            boolean silent = stage == Stage.OPENING; // something on the way may swallow one kind of transport
            String what = silent ? "open the connection" : "answer CONNECT";
            String text = "The server did not " + what + " within " + timeout.toMillis() + " ms (timeout).";
            end(new ConnectionEnd("transport error", silent, false, new ConnectionException("timeout", text, null)));
        }
    }

    TransportKind kind() {
        return kind;
    }

    /** Most bytes of a packet that the server takes. */
    int maxPayload() {
        return maxPayload;
    }

    /** Stops reading until there is room for what was read. */
    void pause() {
        if (!paused && stage != Stage.ENDED) {
            paused = true;
            transport.pause();
        }
    }

    void resume() {
        if (paused && stage != Stage.ENDED) {
            paused = false;
            heardAt = options.means().timers().nanoTime();
            transport.resume();
        }
    }

    /** Says goodbye behind what was sent, and ends. */
    void leave() {
        if (stage == Stage.LIVE && !leaving) {
            leaving = true;
            urgent.add(EnginePacket.text(PacketType.MESSAGE, "1"));
            pump();
        } else if (stage != Stage.LIVE) {
            abandon();
        }
    }

    /** Ends at once, and tells nobody. Gives back what was being sent. */
    Batch abandon() {
        if (stage == Stage.ENDED) {
            return new Batch();
        }
        Batch unsure = stop();
        transport.abort();
        return unsure;
    }

    @Override
    public void packet(EnginePacket packet) {
        lane.execute(() -> received(packet));
    }

    @Override
    public void ended(TransportEnd end) {
        lane.execute(() -> {
            if (stage != Stage.ENDED) {
                ConnectionEnd told = told(end);
                Batch unsure = stop();
                owner.ended(this, told, unsure);
            }
        });
    }

    /** The transport's time for the handshake is as long as ours, and both ends must mean the same, whichever comes first. */
    private ConnectionEnd told(TransportEnd end) {
        boolean silent = stage == Stage.OPENING
                && end.error().code().equals("timeout")
                && !(end.error().getCause() instanceof HttpConnectTimeoutException);
        return new ConnectionEnd(end.reason(), end.unsupported() || silent, false, end.error());
    }

    private void received(EnginePacket packet) {
        if (stage == Stage.ENDED) {
            return;
        }
        heardAt = options.means().timers().nanoTime();
        try {
            switch (packet.type()) {
                case OPEN -> opened(packet);
                case PING -> answerPing(packet);
                case MESSAGE -> message(packet);
                case CLOSE ->
                    end(new ConnectionEnd(
                            "transport close",
                            false,
                            false,
                            new ConnectionException("transport_error", "The server closed the connection.", null)));
                case NOOP, PONG, UPGRADE -> {}
            }
        } catch (ProtocolException e) {
            String code = e.reason() == ProtocolException.Reason.TOO_LARGE ? "too_big" : "malformed";
            end(ConnectionEnd.malformed(
                    new MalformedDataException(code, "The server sent what is no packet: " + e.getMessage() + ".", e)));
        } catch (MalformedDataException e) {
            end(ConnectionEnd.malformed(e));
        }
    }

    private void opened(EnginePacket packet) {
        if (stage != Stage.OPENING) {
            unexpectedly(unexpected("a second OPEN packet"));
            return;
        }
        OpenPacket open = OpenPacket.read(packet);
        maxPayload = open.maxPayload();
        patience = open.patience();
        stage = Stage.ENTERING;
        byte[] connect = new byte[auth.object().length() + 1];
        connect[0] = '0';
        auth.object().copyTo(connect, 1);
        urgent.add(EnginePacket.message(connect));
        pump();
    }

    private void answerPing(EnginePacket packet) {
        urgent.removeIf(waiting -> waiting.type() == PacketType.PONG); // the last one says it all
        urgent.add(new EnginePacket(PacketType.PONG, false, packet.data(), packet.from(), packet.to()));
        pump();
    }

    private void message(EnginePacket packet) throws ProtocolException {
        if (stage == Stage.OPENING) {
            throw unexpected("a message before the OPEN packet");
        }
        SocketPacket complete = packet.binary()
                ? decoder.binary(packet.bytes())
                : decoder.text(packet.data(), packet.from(), packet.to());
        if (complete != null && complete.namespace().equals("/")) {
            handle(complete);
        }
    }

    private void handle(SocketPacket packet) {
        switch (packet.type()) {
            case CONNECT -> entered(packet);
            case CONNECT_ERROR -> refused(packet);
            case DISCONNECT ->
                end(new ConnectionEnd(
                        "io server disconnect",
                        false,
                        true,
                        new ConnectionException(
                                "disconnected_by_server",
                                "The server put the client out. It does not come back by itself; open() tries again.",
                                null)));
            case EVENT, ACK -> content(packet);
            case BINARY_EVENT, BINARY_ACK -> throw new IllegalStateException("decoded packets are never of this type");
        }
    }

    private void entered(SocketPacket packet) {
        if (stage == Stage.LIVE) {
            unexpectedly(unexpected("a second answer to CONNECT"));
            return;
        }
        ConnectAnswer answer = ConnectAnswer.read(packet.data());
        stage = Stage.LIVE;
        watch();
        owner.entered(this, answer.socketId(), answer.isParley());
        List<SocketPacket> waited = List.copyOf(early);
        early.clear();
        waited.forEach(this::content);
        pump();
    }

    private void refused(SocketPacket packet) {
        if (stage == Stage.LIVE) {
            unexpectedly(unexpected("a refusal after the client was let in"));
            return;
        }
        RefusedException refusal = Refusals.ofConnect(packet.data(), auth.redaction());
        end(new ConnectionEnd("connect_error", false, refusal.isTerminal(), refusal));
    }

    private void content(SocketPacket packet) {
        if (stage == Stage.ENTERING) {
            earlyBytes += sizeOf(packet);
            if (early.size() == MOST_EARLY || earlyBytes > options.bounds().maxIncomingMessage()) {
                throw unexpected("too much before its answer to CONNECT");
            }
            early.add(packet);
            return;
        }
        if (stage == Stage.ENDED) {
            return;
        }
        EventArguments arguments = packet.arguments();
        switch (packet.type()) {
            case EVENT -> owner.event(this, arguments, sizeOf(packet));
            case ACK -> owner.answered(this, packet.ackId(), arguments);
            case CONNECT, CONNECT_ERROR, DISCONNECT, BINARY_EVENT, BINARY_ACK -> {}
        }
    }

    private static int sizeOf(SocketPacket packet) {
        Payload data = packet.data();
        return EVENT_BYTES + (data == null ? 0 : data.size());
    }

    /** Sends what there is, unless something is being sent; then that goes on afterwards. */
    void pump() {
        if (underWay != null || stage == Stage.ENDED) {
            return;
        }
        Batch batch = new Batch();
        batch.add(urgent);
        urgent.clear();
        boolean last = leaving;
        if (stage == Stage.LIVE && !last) {
            owner.fill(this, batch);
        }
        if (batch.isEmpty()) {
            return;
        }
        underWay = batch;
        send(batch).whenComplete((sent, failure) -> lane.execute(() -> written(batch, last, failure)));
    }

    private CompletionStage<Void> send(Batch batch) {
        try {
            return transport.send(batch.packets());
        } catch (RuntimeException e) { // for instance an executor of the HTTP client that takes nothing any more
            return CompletableFuture.failedFuture(e);
        }
    }

    private void written(Batch batch, boolean last, @Nullable Throwable failure) {
        if (stage == Stage.ENDED) {
            return;
        }
        if (failure != null) {
            ConnectionException error = new ConnectionException("transport_error", "Sending failed.", failure);
            end(new ConnectionEnd("transport error", false, false, error));
            return;
        }
        underWay = null;
        if (last) {
            stop();
            transport.close();
            owner.ended(
                    this,
                    new ConnectionEnd(
                            "io client disconnect",
                            false,
                            true,
                            new ConnectionException("closed", "The client was closed.", null)),
                    batch);
            return;
        }
        owner.written(this, batch);
        pump();
    }

    /** From now on the server must be heard every now and then. */
    private void watch() {
        Timers timers = options.means().timers();
        cancelDeadline();
        deadline = timers.after(patience, lane, this::checkPulse);
    }

    private void checkPulse() {
        if (stage != Stage.LIVE) {
            return;
        }
        Timers timers = options.means().timers();
        long silence = timers.nanoTime() - heardAt;
        if (!paused && silence >= patience.toNanos()) {
            end(new ConnectionEnd(
                    "ping timeout",
                    false,
                    false,
                    new ConnectionException(
                            "ping_timeout",
                            "Nothing was heard of the server for " + patience.toMillis() + " ms.",
                            null)));
            return;
        }
        Duration left = paused ? patience : patience.minusNanos(silence);
        deadline = timers.after(left, lane, this::checkPulse);
    }

    private void end(ConnectionEnd end) {
        if (stage != Stage.ENDED) {
            Batch unsure = stop();
            transport.abort();
            owner.ended(this, end, unsure);
        }
    }

    /** Gives back what was being sent. */
    private Batch stop() {
        stage = Stage.ENDED;
        urgent.clear();
        early.clear();
        cancelDeadline();
        Batch unsure = underWay == null ? new Batch() : underWay;
        underWay = null;
        return unsure;
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    /** Told once: a server may send such things without end. */
    private void unexpectedly(MalformedDataException what) {
        if (!surprised) {
            surprised = true;
            owner.unexpected(this, what);
        }
    }

    private static MalformedDataException unexpected(String what) {
        return new MalformedDataException("unexpected", "The server sent " + what + ".", null);
    }
}
