package dev.parley.client.testing;

/** What the server is told to do wrong. Guarded by the server's lock. */
final class Faults {

    private HandshakeFault handshake = HandshakeFault.NONE;
    private int handshakesLeft;
    private boolean silent;
    private boolean parley = true;
    private int fragmentBytes;

    void handshake(HandshakeFault fault, int attempts) {
        handshake = fault;
        handshakesLeft = attempts;
    }

    /** Whether the next connection must not even be read from; counts as one of the attempts. */
    boolean takeClosedOnAccept() {
        return handshake == HandshakeFault.CLOSE_ON_ACCEPT && takeHandshake() == HandshakeFault.CLOSE_ON_ACCEPT;
    }

    HandshakeFault takeHandshake() {
        HandshakeFault fault = handshake;
        if (fault != HandshakeFault.NONE && --handshakesLeft == 0) {
            handshake = HandshakeFault.NONE;
        }
        return fault;
    }

    void silent(boolean value) {
        silent = value;
    }

    boolean silent() {
        return silent;
    }

    void parley(boolean value) {
        parley = value;
    }

    boolean parley() {
        return parley;
    }

    void fragmentBytes(int bytes) {
        fragmentBytes = bytes;
    }

    int fragmentBytes() {
        return fragmentBytes;
    }
}
