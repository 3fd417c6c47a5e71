package dev.parley.client;

import dev.parley.protocol.EnginePacket;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Carries Engine.IO packets to one server and back (Engine.IO protocol, revision 4). One object is one connection. All methods are called on the client's lane,
 * and none blocks; events go to {@link TransportEvents}.
 */
interface Transport {

    /** Begins to connect. What happens then, also a failure, is told to the events. */
    void open();

    /**
     * Sends packets in their order. Called only when the stage of the call before has completed.
     *
     * @param packets at least one
     * @return completes, on any thread, when all of them were handed to the network, exceptionally if that failed; the connection then ends
     */
    CompletionStage<Void> send(List<EnginePacket> packets);

    /** Stops reading soon: what is on its way is still told. For a peer that sends faster than listeners can take it. */
    void pause();

    /** Reads on after {@link #pause()}. */
    void resume();

    /** Ends the connection in an orderly way, after what was sent. No event follows. Lets everything go within some seconds, even if the peer is dead. */
    void close();

    /** Ends the connection at once. No event follows. */
    void abort();
}
