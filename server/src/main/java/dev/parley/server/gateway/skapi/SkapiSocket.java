package dev.parley.server.gateway.skapi;

import dev.parley.core.AudienceKey;
import dev.parley.core.CloseReason;
import dev.parley.core.Completion;
import dev.parley.core.Shard;
import dev.parley.core.Subscriber;
import dev.parley.core.SubscriberSpec;
import dev.parley.core.Timer;
import dev.parley.core.Valve;
import dev.parley.core.WireFormat;
import dev.parley.server.config.PublishRate;
import dev.parley.server.identity.Rates;
import dev.parley.server.identity.SessionEnd;
import dev.parley.transport.LateOutbound;
import dev.parley.transport.Rate;
import dev.parley.transport.Throttle;
import dev.parley.transport.WebSocketClose;
import dev.parley.transport.WebSocketConnection;
import dev.parley.transport.WebSocketEvents;
import dev.parley.transport.WebSocketLimits;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One realtime connection of skapi-js: its place in the hub, its rate, its end. What its frames mean is in {@link Actions}. Its shard
 * only.
 */
final class SkapiSocket implements WebSocketEvents, Valve, Throttle.Gate, Actions.Client {

    /** A connection is in one group at a time (skapi 6). */
    private static final int GROUPS = 1;

    /**
     * What all connections share.
     *
     * @param format one for all, so that they share the bytes
     */
    record Shared(
            SkapiParts parts, WireFormat format, UserSockets users, UserAllowances notifications, Meters meters) {}

    /** A client whose handshake was answered is there soon, or never. */
    private static final long ENTERING_MILLIS = 10_000;

    /** In a drain, connections end within the last part of the time. */
    private static final long LAST_MILLIS = 500;

    private final Shared shared;
    private final Terms terms;
    private final Shard shard;
    private final LateOutbound outbound;
    private final Throttle throttle;
    private final Subscriber subscriber;
    private final Actions actions;
    private @Nullable WebSocketConnection connection;
    private @Nullable Timer entering;
    private @Nullable Liveness liveness;
    private @Nullable SessionEnd sessionEnd;

    /** A connection that is about to be. */
    SkapiSocket(Shared shared, Terms terms, String cid, Shard shard) {
        SkapiParts parts = shared.parts();
        this.shared = shared;
        this.terms = terms;
        this.shard = shard;
        this.outbound = new LateOutbound(parts.limits().maxPending());
        this.throttle =
                new Throttle(shard, this, rate(terms.app().config().publishRate(), parts.limits()), parts.clock());
        this.subscriber = shard.open(new SubscriberSpec(
                cid, terms.app().id(), terms.uuid(), shared.format(), outbound, shard.lane(this), GROUPS));
        this.actions = new Actions(shared, terms, subscriber, this);
    }

    /** What it may send at once others must be able to take. */
    private static Rate rate(PublishRate setting, WebSocketLimits limits) {
        Rate rate = Rates.of(setting);
        double burst = Math.min(rate.burstBytes(), limits.maxPending() / 2.0);
        return new Rate(rate.messagesPerSecond(), rate.burstMessages(), rate.bytesPerSecond(), burst);
    }

    /**
     * Becomes part of its audiences; {@code ready} is run when it is, and has to bring a WebSocket. Only then may the handshake be
     * answered: whoever hears of an open connection expects to reach it.
     */
    void enter(Runnable ready) {
        entering = shard.timers().schedule(ENTERING_MILLIS, this::abandon);
        String app = terms.app().id();
        subscriber.attach(AudienceKey.app(app), Completion.IGNORED);
        subscriber.attach(PrivateAudience.of(app, terms.uuid()), Completion.IGNORED);
        // Where back ends find the user's connections.
        subscriber.attach(AudienceKey.user(app, terms.session().user()), Completion.IGNORED);
        subscriber.attach(AudienceKey.subscriber(app, subscriber.id()), refusal -> ready.run());
    }

    /** No WebSocket will come. */
    void abandon() {
        arrived();
        outbound.close(CloseReason.LOST);
        subscriber.close(CloseReason.LOST);
    }

    /** Or will not arrive. */
    private void arrived() {
        Timer timer = entering;
        if (timer != null) {
            timer.cancel();
            entering = null;
        }
    }

    /** The WebSocket is there. */
    WebSocketEvents connected(WebSocketConnection opened) {
        connection = opened;
        arrived();
        opened.owner(this); // it may be closed within this
        shared.meters().opened();
        outbound.connect(opened);
        if (!opened.isOpen()) {
            return this;
        }
        throttle.reapply();
        liveness = new Liveness(
                shard,
                shared.parts().config().skapi().idleTimeout(),
                throttle::isHolding,
                opened::ping,
                () -> close(CloseReason.TIMEOUT));
        int most = shared.parts().config().skapi().maxConnectionsPerUser();
        SkapiSocket oldest = shared.users().add(terms.app().id(), terms.uuid(), this, most);
        if (oldest != null) {
            oldest.shard.loop().execute(() -> oldest.close(CloseReason.DENIED));
        }
        sessionEnd = SessionEnd.watch(shard, terms.session(), () -> close(CloseReason.DENIED));
        if (terms.app().isGone()) {
            close(CloseReason.DENIED); // it was removed while the client was on its way in
        }
        return this;
    }

    @Override
    public void text(byte[] utf8) {
        heard();
        shared.meters().frame();
        throttle.count(FrameText.length(utf8, utf8.length));
        actions.frame(utf8);
    }

    @Override
    public void binary(byte[] bytes) {
        heard();
        shared.meters().frame();
        throttle.count(bytes.length);
        refuse(ErrorCode.INVALID_REQUEST, "Binary messages are not understood here; send JSON as text.");
    }

    @Override
    public void pong() {
        heard();
    }

    @Override
    public void closed(WebSocketClose close) {
        shared.meters().closed();
        shared.users().remove(terms.app().id(), terms.uuid(), this);
        Liveness watch = liveness;
        if (watch != null) {
            watch.stop();
        }
        throttle.stop();
        SessionEnd end = sessionEnd;
        if (end != null) {
            end.stop();
        }
        subscriber.close(reason(close));
    }

    private static CloseReason reason(WebSocketClose close) {
        if (close.byPeer()) {
            return close.code() == WebSocketClose.ABNORMAL ? CloseReason.LOST : CloseReason.CLIENT;
        }
        for (CloseReason reason : CloseReason.values()) {
            if (reason.description().equals(close.reason())) {
                return reason;
            }
        }
        return CloseReason.PROTOCOL_ERROR;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The client comes back once, three seconds later, and never again if nobody listens then (skapi 7): it is let go last, though
     * not all in the same moment.
     */
    @Override
    public long drainAfter(long window) {
        return window - 1 - ThreadLocalRandom.current().nextLong(Math.min(window, LAST_MILLIS));
    }

    /** Without a farewell, which the client makes nothing of: a peer that does not answer it would keep the process from ending. */
    @Override
    public void drain(WebSocketConnection draining) {
        draining.hangUp("server restarts");
    }

    @Override
    public void putOut() {
        close(CloseReason.DENIED);
    }

    @Override
    public void refuse(ErrorCode code, String message) {
        shared.meters().error();
        subscriber.beforePush();
        WebSocketConnection open = connection;
        if (open != null) {
            open.sendText(FrameText.error(code, message));
        }
    }

    private void heard() {
        Liveness watch = liveness;
        if (watch != null) {
            watch.heard();
        }
    }

    @Override
    public void pause() {
        throttle.hold(Throttle.CREDIT);
    }

    @Override
    public void resume() {
        throttle.release(Throttle.CREDIT);
    }

    @Override
    public void close(CloseReason reason) {
        outbound.close(reason);
    }

    @Override
    public void reading(boolean on) {
        WebSocketConnection open = connection;
        if (open == null) {
            return; // told when it is there
        }
        if (on) {
            open.resume();
        } else {
            open.pause();
        }
    }

    @Override
    public void throttled() {
        shared.meters().throttled();
    }
}
