package dev.parley.client.testing;

/** Decides who is let in. Called on the server's own thread, one call after the other. */
@FunctionalInterface
public interface ConnectHook {

    /**
     * Decides. May call everything of the {@link FakeServer} but {@link FakeServer#close}. What it throws is kept in {@link
     * FakeServer#problems}, and the client is left without an answer.
     *
     * @param peer who wants in, with what it showed; it is no member of {@link FakeServer#peers} yet
     * @return accept, refuse, ignore (stay silent) or drop
     */
    Verdict decide(Peer peer);
}
