package dev.parley.core;

import org.jspecify.annotations.Nullable;

/** One node: what is published is delivered before {@link #publish} returns, on the home shard's loop. */
final class EmbeddedBroker implements Broker {

    private volatile @Nullable Sink sink;

    @Override
    public void start(Sink sink) {
        if (this.sink != null) {
            throw new IllegalStateException("this broker already serves a hub");
        }
        this.sink = sink;
    }

    @Override
    public void publish(Publication publication) {
        Sink to = sink;
        if (to != null) {
            to.deliver(publication);
        }
    }

    @Override
    public void close() {
        sink = null;
    }
}
