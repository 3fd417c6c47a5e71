package dev.parley.client.testing;

import dev.parley.protocol.EngineError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Reads one TCP connection on a thread of its own: HTTP requests, then the frames of a WebSocket. Requests are answered here,
 * packets are handed to the dispatch thread, a bounded number at a time.
 */
final class Conversation implements Runnable {

    private static final int MOST_UNHANDLED = 256;
    private static final int LEAST_BODY = 65_536;

    private final TcpConnection connection;
    private final Settings settings;
    private final Guard guard;
    private final Faults faults;
    private final Executor dispatch;
    private final Handshakes handshakes;
    private final Engine engine;
    private final Rest rest;
    private final Problems problems;
    private final Semaphore unhandled = new Semaphore(MOST_UNHANDLED);

    Conversation(TcpConnection connection, Core core) {
        this.connection = connection;
        this.settings = core.settings;
        this.guard = core.guard;
        this.faults = core.faults;
        this.dispatch = core.dispatch.executor();
        this.handshakes = core.handshakes;
        this.engine = core.engine;
        this.rest = core.rest;
        this.problems = core.problems;
    }

    @Override
    public void run() {
        try {
            converse(connection.input());
        } catch (HttpRequest.BadRequest e) {
            problems.client(e);
            connection.write(HttpAnswers.restError(e.status(), "bad_request", "The request cannot be read."));
        } catch (FrameReader.Violation e) {
            problems.client(e);
            connection.write(Frames.close(e.code(), ""));
        } catch (IOException | RejectedExecutionException e) {
            // The connection is gone, or the server.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            problems.add(e);
        }
        ended();
    }

    private void ended() {
        try {
            dispatch.execute(() -> {
                connection.end();
                engine.lost(connection);
            });
        } catch (RejectedExecutionException e) {
            connection.end();
        }
    }

    private void converse(InputStream in) throws IOException, InterruptedException {
        while (true) {
            HttpRequest request = HttpRequest.read(in, Math.max(LEAST_BODY, settings.maxPayload()));
            if (request == null) {
                return;
            }
            if (!Handshakes.isAt(request)) {
                handle(() -> rest.call(connection, request));
            } else if (request.method().equals("POST")) {
                post(request);
            } else {
                Optional<Session> session = guard.get(() -> Optional.ofNullable(handshakes.get(connection, request)));
                if (session.isPresent()) {
                    frames(session.get(), new FrameReader(in, settings.maxPayload()));
                    return;
                }
            }
        }
    }

    private void post(HttpRequest request) throws InterruptedException {
        Optional<Session> session = guard.get(
                () -> Optional.ofNullable(engine.session(request.query().getOrDefault("sid", ""))));
        if (session.isEmpty()) {
            connection.write(HttpAnswers.engineError(EngineError.UNKNOWN_SID));
            return;
        }
        guard.run(() -> session.get().carrier(connection));
        handle(() -> engine.post(session.get(), connection, request.body()));
    }

    private void frames(Session session, FrameReader reader) throws IOException, InterruptedException {
        while (true) {
            FrameReader.Message message = reader.next();
            if (message == null) {
                return;
            }
            switch (message.opcode()) {
                case Frames.PING -> reply(Frames.frame(Frames.PONG, message.data()));
                case Frames.PONG -> {}
                case Frames.CLOSE -> {
                    handle(() -> reply(Frames.frame(Frames.CLOSE, message.data())));
                    return;
                }
                default -> handle(() -> engine.message(session, connection, message));
            }
        }
    }

    private void reply(byte[] frame) {
        guard.run(() -> {
            if (!faults.silent()) {
                connection.write(frame);
            }
        });
    }

    private void handle(Runnable task) throws InterruptedException {
        unhandled.acquire();
        dispatch.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                problems.add(e);
            } finally {
                unhandled.release();
            }
        });
    }
}
