package dev.parley.client;

import dev.parley.protocol.EnginePacket;

/** What a {@link Transport} tells. Called on any thread, never two calls at a time, in the order in which things came. Implementations return soon. */
interface TransportEvents {

    /**
     * A packet has come, from the OPEN packet on.
     *
     * @param packet the packet; its array is never written to again
     */
    void packet(EnginePacket packet);

    /**
     * The connection has ended, or could not be made. Told once, and nothing after it; not told after {@link Transport#close()} or {@link Transport#abort()}.
     *
     * @param end how
     */
    void ended(TransportEnd end);
}
