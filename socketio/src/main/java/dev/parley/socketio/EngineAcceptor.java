package dev.parley.socketio;

/** Takes every new Engine.IO connection. */
@FunctionalInterface
public interface EngineAcceptor {

    /** A connection was opened; called on its shard, with the OPEN packet already on its way. */
    EngineEvents accept(EngineSocket socket);
}
