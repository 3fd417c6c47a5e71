package dev.parley.server.gateway.skapi;

import dev.parley.core.Shard;
import dev.parley.server.rest.Exchange;
import dev.parley.server.rest.SkapiCalls;

/** Serves skapi-js (skapi 1 to 7). */
public final class SkapiGateway implements SkapiCalls {

    /** What follows {@code /skapi/<service>/} where a WebSocket is asked for. */
    static final String SOCKET = "ws";

    private final Handshakes handshakes;
    private final RestCalls calls;
    private final EndpointFiles files;

    public SkapiGateway(SkapiParts parts) {
        this.handshakes = new Handshakes(parts);
        this.calls = new RestCalls(parts);
        this.files = new EndpointFiles(parts);
    }

    /** Realtime connections now open. */
    public int connections() {
        return handshakes.connections();
    }

    @Override
    public void endpoints(Exchange exchange, String path) {
        files.answer(exchange, path);
    }

    @Override
    public void call(Shard shard, Exchange exchange, String service, String path) {
        if (path.equals(SOCKET)) {
            handshakes.handle(shard, exchange, service);
        } else {
            calls.call(exchange, service, path);
        }
    }
}
