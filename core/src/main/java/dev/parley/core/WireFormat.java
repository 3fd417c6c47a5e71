package dev.parley.core;

/**
 * One finished shape of publications on the wire (protocol version, frame type, transport), down to the last byte.
 *
 * <p>There is one instance per shape, compared by identity: subscribers that share the instance share the encoded bytes.
 * It holds no state that changes, so all shards may use it at once.
 */
public interface WireFormat {

    /**
     * A new, empty batch, owned by the caller, who releases it once.
     *
     * @param sizeHint about how many bytes of payload will be appended
     */
    Batch newBatch(int sizeHint);
}
