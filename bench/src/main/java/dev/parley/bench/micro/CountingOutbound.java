package dev.parley.bench.micro;

import dev.parley.core.Batch;
import dev.parley.core.CloseReason;
import dev.parley.core.Outbound;
import dev.parley.core.Valve;

/** A member that only counts what it is given. */
final class CountingOutbound implements Outbound, Valve {
    long bytes;

    @Override
    public void deliver(Batch batch, int from, int to) {
        bytes += to - from;
    }

    @Override
    public void flush() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void close(CloseReason reason) {
        throw new IllegalStateException("closed: " + reason);
    }
}
