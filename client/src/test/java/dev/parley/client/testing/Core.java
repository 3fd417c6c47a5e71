package dev.parley.client.testing;

import java.util.List;

/** The parts of a fake server, put together. {@link #stop}, {@link #restart} and {@link #close} wait for each other. */
final class Core {

    final Settings settings;
    final Guard guard = new Guard();
    final Problems problems = new Problems();
    final Realm realm = new Realm();
    final Faults faults = new Faults();
    final Answers answers = new Answers();
    final Hooks hooks = new Hooks(problems);
    final Gate gate = new Gate();
    final Dispatch dispatch = new Dispatch(problems);
    final Pushes pushes = new Pushes(realm);
    final Journal journal;
    final Engine engine;
    final Handshakes handshakes;
    final Rest rest;
    final int port;

    private final Listener listener;
    private boolean closed;

    Core(Settings settings, boolean parley) {
        this.settings = settings;
        faults.parley(parley);
        journal = new Journal(guard, problems, settings.patience());
        EventFlow flow = new EventFlow(guard, realm, faults, answers, hooks, journal, problems);
        engine = new Engine(settings, guard, dispatch.executor(), faults, flow, problems);
        handshakes = new Handshakes(settings, faults, engine);
        rest = new Rest(guard, realm, faults, hooks, journal);
        listener = new Listener(this);
        port = listener.open(settings.port());
    }

    synchronized void stop() {
        listener.close();
        List<TcpConnection> all = guard.get(() -> {
            engine.clear();
            realm.clear();
            answers.clear();
            return engine.connections();
        });
        all.forEach(TcpConnection::reset);
        all.forEach(TcpConnection::cut);
    }

    synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("The fake server is closed; start another one.");
        }
        stop();
        listener.open(port);
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            stop();
            dispatch.close();
            listener.join();
        }
    }
}
