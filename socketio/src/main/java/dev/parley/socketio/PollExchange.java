package dev.parley.socketio;

import dev.parley.core.Shard;
import dev.parley.protocol.EngineError;
import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.PollingBody;
import dev.parley.protocol.PollingCodec;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request of a polling client and its answer. The request lives on the loop it came in on, the connection on its
 * shard; answers hop to the request's loop.
 */
final class PollExchange {

    private static final String TEXT = "text/plain; charset=UTF-8";

    private final HttpServerRequest request;
    private final Context context;
    private boolean answered;
    private @Nullable Runnable abort;

    /** @param shard the shard of the connection the request is for */
    PollExchange(HttpServerRequest request, Shard shard) {
        this.request = request;
        this.context = ((HttpServerRequestInternal) request).context();
        request.response().closeHandler(closed -> shard.loop().execute(this::aborted));
    }

    /** Whether the client takes binary bodies: version 3 clients say {@code b64} if not. */
    boolean takesBinary() {
        return request.getParam("b64") == null;
    }

    /** What to do, on the shard, when the client goes away before the answer. */
    void onAbort(Runnable action) {
        abort = action;
    }

    private void aborted() {
        Runnable action = abort;
        if (!answered && action != null) {
            answered = true;
            action.run();
        }
    }

    void packets(List<EnginePacket> packets, EngineVersion version, boolean takesBinary) {
        PollingBody body = PollingCodec.encode(version, packets, takesBinary);
        send(200, body.octetStream() ? "application/octet-stream" : TEXT, Buffer.buffer(body.bytes()));
    }

    void text(byte[] body) {
        send(200, "text/html", Buffer.buffer(body));
    }

    void fail(EngineError error) {
        send(error.status(), "application/json", Buffer.buffer(error.json()));
    }

    private void send(int status, String type, Buffer body) {
        if (answered) {
            return;
        }
        answered = true;
        context.runOnContext(onLoop -> {
            HttpServerResponse response = request.response();
            if (!response.ended() && !response.closed()) {
                response.setStatusCode(status)
                        .putHeader(HttpHeaders.CONTENT_TYPE, type)
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(body);
            }
        });
    }

    /** Runs a task on the request's loop. */
    void onLoop(Runnable task) {
        context.runOnContext(onLoop -> task.run());
    }
}
