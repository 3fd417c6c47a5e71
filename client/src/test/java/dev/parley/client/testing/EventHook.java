package dev.parley.client.testing;

/** Decides what happens with an event of a client. Called on the server's own thread, one call after the other. */
@FunctionalInterface
public interface EventHook {

    /**
     * Decides. May call everything of the {@link FakeServer} but {@link FakeServer#close}. While it runs nothing else that came from
     * a client is handled. What it throws is kept in {@link FakeServer#problems}, and the event is ignored.
     *
     * @param event what came, and from whom
     * @return what to do
     */
    Verdict decide(Received event);
}
