package dev.parley.socketio;

/** What an {@link EngineSocket} tells its owner, on its shard. */
public interface EngineEvents {

    /** A text message: {@code data[from, to)}, UTF-8. The array is not changed afterwards. */
    void text(byte[] data, int from, int to);

    /** A binary message. The array is the callee's to keep. */
    void binary(byte[] data);

    /** Later packets go another way; publications must be encoded for it from now on. */
    default void carrierChanged(Carrier carrier) {}

    /** The connection has ended, exactly once; nothing can be sent any more. */
    void closed(EngineClose reason);
}
