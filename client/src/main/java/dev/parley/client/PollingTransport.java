package dev.parley.client;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.PacketType;
import dev.parley.protocol.PollingCodec;
import dev.parley.protocol.ProtocolException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Engine.IO packets in HTTP requests: a GET that waits for what the server has, again and again, and a POST for what there is to say. One of each at a time.
 */
final class PollingTransport implements Transport {

    /** Added to the time after which the server must have sent a heartbeat. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_PACKETS = 100_000;
    /** A packet that is less than half of its body by more than this does not keep the body. */
    private static final int SPARE_BYTES = 256;

    /** What a server says if it does not know the id (docs of Engine.IO, "Errors"). */
    private static final String UNKNOWN_SESSION = "1";

    private final TransportTarget target;
    private final EventGate gate;
    private long requests;
    private @Nullable OpenPacket session;
    private @Nullable HttpCall get;
    private @Nullable HttpCall post;
    private CompletableFuture<Boolean> sent = CompletableFuture.completedFuture(true);
    private Timers.@Nullable Timer deadline;
    private boolean paused;
    private boolean abandoned;

    PollingTransport(TransportTarget target, TransportEvents events) {
        this.target = target;
        gate = new EventGate(events);
        requests = (long) (target.timers().random() * Integer.MAX_VALUE);
    }

    @Override
    public void open() {
        poll();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        if (session != null) {
            poll();
        }
    }

    @Override
    public CompletionStage<Void> send(List<EnginePacket> packets) {
        OpenPacket known = session;
        if (known == null || gate.isOver()) {
            return CompletableFuture.failedFuture(new IllegalStateException("not open"));
        }
        PollingBodies bodies = new PollingBodies(packets, known.maxPayload());
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        sent = done;
        postNext(bodies, done);
        return done.thenRun(() -> {});
    }

    @Override
    public void close() {
        gate.silence();
        if (session == null) {
            abandon();
            return;
        }
        deadline = target.timers().after(PATIENCE, target.lane(), this::abandon);
        sent.whenComplete((done, failure) -> target.lane().execute(this::sayGoodbye));
    }

    private void sayGoodbye() {
        if (abandoned) {
            return; // time is up
        }
        HttpCall call = start(request().POST(HttpRequest.BodyPublishers.ofString("1")), target.timeout());
        post = call;
        call.answer().whenComplete((answer, failure) -> target.lane().execute(this::abandon));
    }

    @Override
    public void abort() {
        gate.silence();
        abandon();
    }

    /** Drops what is under way. */
    private void abandon() {
        abandoned = true;
        Timers.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
        HttpCall polling = get;
        if (polling != null) {
            polling.cancel();
        }
        HttpCall posting = post;
        if (posting != null) {
            posting.cancel();
        }
    }

    private void fail(TransportEnd end) {
        gate.end(end);
        abandon();
    }

    private void poll() {
        if (paused || get != null || gate.isOver()) {
            return;
        }
        OpenPacket known = session;
        Duration limit = known == null ? target.timeout() : known.patience().plus(SLACK);
        HttpCall call;
        try {
            call = start(request().GET(), limit);
        } catch (RuntimeException e) {
            fail(Failures.handshake(e, target.polling(), limit));
            return;
        }
        get = call;
        call.answer()
                .whenComplete((answer, failure) -> target.lane().execute(() -> {
                    get = null;
                    if (answer != null) {
                        polled(answer);
                    } else if (failure != null) {
                        failed(failure, limit);
                    }
                }));
    }

    private void polled(HttpAnswer answer) {
        if (gate.isOver()) {
            return;
        }
        if (answer.status() != 200) {
            refused(answer);
            return;
        }
        boolean opening = session == null;
        try {
            receive(answer);
        } catch (ProtocolException | RuntimeException | Error e) {
            TransportEnd end = Failures.refused(e);
            // An answer that is no Engine.IO at all: a page of some other server, or of a proxy.
            fail(new TransportEnd(end.reason(), opening && session == null, end.error()));
            return;
        }
        poll();
    }

    private void receive(HttpAnswer answer) throws ProtocolException {
        if (answer.isCut()) {
            throw Failures.tooBig("an answer to a poll", bodyBound());
        }
        List<EnginePacket> packets = decode(answer.body());
        if (session == null) {
            EnginePacket first = packets.get(0);
            if (first.type() != PacketType.OPEN) {
                throw new MalformedDataException(
                        "malformed", Address.shown(target.polling()) + " did not begin with an OPEN packet.", null);
            }
            session = OpenPacket.read(first);
        }
        for (EnginePacket packet : packets) {
            if (packet.type() == PacketType.CLOSE) {
                fail(Failures.closedByPacket());
                return;
            }
            gate.packet(onItsOwn(packet));
        }
    }

    /**
     * The packet, as a copy if it is a small range of its array. An event may wait long for its listener, is counted by its own length, and would keep all of a body
     * that may be mostly other things.
     */
    private static EnginePacket onItsOwn(EnginePacket packet) {
        if (packet.data().length <= 2L * packet.length() + SPARE_BYTES) {
            return packet;
        }
        byte[] copy = packet.bytes();
        return new EnginePacket(packet.type(), packet.binary(), copy, 0, copy.length);
    }

    private List<EnginePacket> decode(byte[] body) throws ProtocolException {
        int bound = target.maxMessageBytes();
        try {
            return PollingCodec.decode(EngineVersion.V4, body, false, MOST_PACKETS, bound);
        } catch (ProtocolException e) {
            if (e.reason() == ProtocolException.Reason.TOO_LARGE) {
                throw Failures.tooBig("a message", bound);
            }
            throw e;
        }
    }

    private void postNext(PollingBodies bodies, CompletableFuture<Boolean> done) {
        if (!bodies.hasNext()) {
            post = null;
            done.complete(true);
            return;
        }
        HttpRequest.Builder request = request().POST(HttpRequest.BodyPublishers.ofByteArray(bodies.next()));
        HttpCall call = start(request, target.timeout());
        post = call;
        call.answer()
                .whenComplete((answer, failure) -> target.lane().execute(() -> {
                    if (answer != null && answer.status() == 200 && !abandoned) {
                        postNext(bodies, done);
                        return;
                    }
                    post = null;
                    if (failure != null) {
                        failed(failure, target.timeout());
                    } else if (answer != null && answer.status() != 200) {
                        refused(answer);
                    }
                    done.completeExceptionally(Failures.transportError("A POST failed.", failure));
                }));
    }

    private void refused(HttpAnswer answer) {
        JsonFields fields = answer.fields();
        NameValue code = fields == null ? null : fields.name("code");
        if (session != null
                && answer.status() == 400
                && code != null
                && code.text().equals(UNKNOWN_SESSION)) {
            fail(Failures.ended(Failures.transportError(
                    "The server does not know the connection any more: it ended it, or was started anew, or is"
                            + " one of several without sticky sessions.",
                    null)));
            return;
        }
        String message = fields == null ? null : fields.string("message");
        ConnectionException error =
                Failures.status(target.polling(), answer.status(), message == null ? answer.text() : message);
        fail(new TransportEnd("transport error", session == null, error));
    }

    private void failed(Throwable failure, Duration limit) {
        if (session == null) {
            fail(Failures.handshake(failure, target.polling(), limit));
        } else {
            ConnectionException told = Failures.request(failure, target.polling(), limit);
            fail(told.code().equals("timeout") ? Failures.ended(told) : Failures.lost(failure));
        }
    }

    private HttpCall start(HttpRequest.Builder request, Duration limit) {
        HttpClient http = target.http();
        return HttpCall.start(
                http, request.build(), new HttpCall.Limits(bodyBound(), limit), target.timers(), target.lane());
    }

    /** A binary message of the largest size is longer in Base64. */
    private int bodyBound() {
        return (int) Math.min(Integer.MAX_VALUE - 8L, target.maxMessageBytes() * 4L / 3 + 1_024);
    }

    private HttpRequest.Builder request() {
        OpenPacket known = session;
        String query = "&t=" + Long.toString(requests, Character.MAX_RADIX)
                + (known == null ? "" : "&sid=" + URLEncoder.encode(known.sid(), StandardCharsets.UTF_8));
        requests++;
        return HttpRequest.newBuilder(URI.create(target.polling() + query))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "text/plain;charset=UTF-8");
    }
}
