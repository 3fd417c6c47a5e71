package dev.parley.protocol;

/**
 * How much JSON is taken from a peer.
 *
 * @param maxDepth most arrays and objects that may be open at one point of the text, the outermost included
 * @param maxNumberLength most bytes of one number literal
 * @param maxBytes most bytes of one JSON text
 */
public record JsonLimits(int maxDepth, int maxNumberLength, int maxBytes) {
    /** 64 levels, numbers of 1,000 bytes, texts of 1,000,000 bytes. */
    public static final JsonLimits DEFAULT = new JsonLimits(64, 1_000, 1_000_000);

    /** Refuses limits under which not even {@code [1]} could be read. */
    public JsonLimits {
        if (maxDepth < 1 || maxNumberLength < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("JSON limits must be positive");
        }
    }

    /** The same limits with another size of the text. */
    public JsonLimits withMaxBytes(int bytes) {
        return new JsonLimits(maxDepth, maxNumberLength, bytes);
    }
}
