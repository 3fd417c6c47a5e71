package dev.parley.client.testing;

import java.time.Duration;

/** Settings of a {@link FakeServer}. Not safe for several threads. */
public final class FakeServerBuilder {

    private Settings settings = Settings.DEFAULT;
    private boolean parley = true;

    FakeServerBuilder() {}

    /**
     * Where to listen.
     *
     * @param port a port; 0, the default, takes a free one
     * @return this
     * @throws IllegalArgumentException if it is no port
     */
    public FakeServerBuilder port(int port) {
        settings = new Settings(
                port,
                settings.pingInterval(),
                settings.pingTimeout(),
                settings.maxPayload(),
                settings.webSocket(),
                settings.patience());
        return this;
    }

    /**
     * The time between two heartbeats.
     *
     * @param interval 25 seconds by default, at least a millisecond
     * @return this
     * @throws IllegalArgumentException if it is shorter
     */
    public FakeServerBuilder pingInterval(Duration interval) {
        settings = new Settings(
                settings.port(),
                interval,
                settings.pingTimeout(),
                settings.maxPayload(),
                settings.webSocket(),
                settings.patience());
        return this;
    }

    /**
     * How long the answer to a heartbeat may take before the client counts as lost.
     *
     * @param timeout 20 seconds by default, at least a millisecond
     * @return this
     * @throws IllegalArgumentException if it is shorter
     */
    public FakeServerBuilder pingTimeout(Duration timeout) {
        settings = new Settings(
                settings.port(),
                settings.pingInterval(),
                timeout,
                settings.maxPayload(),
                settings.webSocket(),
                settings.patience());
        return this;
    }

    /**
     * The most bytes of a message of a client. A longer one closes its connection with 1009.
     *
     * @param bytes 1,000,000 by default, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public FakeServerBuilder maxPayload(int bytes) {
        settings = new Settings(
                settings.port(),
                settings.pingInterval(),
                settings.pingTimeout(),
                bytes,
                settings.webSocket(),
                settings.patience());
        return this;
    }

    /**
     * Whether WebSocket is served. Without it only polling is, as behind a proxy that lets no WebSocket through.
     *
     * @param served true by default
     * @return this
     */
    public FakeServerBuilder webSocket(boolean served) {
        settings = new Settings(
                settings.port(),
                settings.pingInterval(),
                settings.pingTimeout(),
                settings.maxPayload(),
                served,
                settings.patience());
        return this;
    }

    /**
     * How long the methods wait that wait for something.
     *
     * @param bound 10 seconds by default, at least a millisecond
     * @return this
     * @throws IllegalArgumentException if it is shorter
     */
    public FakeServerBuilder patience(Duration bound) {
        settings = new Settings(
                settings.port(),
                settings.pingInterval(),
                settings.pingTimeout(),
                settings.maxPayload(),
                settings.webSocket(),
                bound);
        return this;
    }

    /**
     * Whether the server plays Parley. If not it is another server with the same events: it does not call itself Parley and
     * acknowledges nothing but {@code members}.
     *
     * @param parley true by default; {@link FakeServer#parley} changes it later
     * @return this
     */
    public FakeServerBuilder parley(boolean parley) {
        this.parley = parley;
        return this;
    }

    /**
     * Starts the server.
     *
     * @return the server, listening
     * @throws java.io.UncheckedIOException if it cannot listen at the port
     */
    public FakeServer start() {
        return new FakeServer(new Core(settings, parley));
    }
}
