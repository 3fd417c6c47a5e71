package dev.parley.client;

/**
 * A listener's place with the client: closing it takes the listener out. Closing twice does nothing. Any thread may close it; on the
 * client's own callback thread the listener is not called again after {@code close} has returned.
 */
@FunctionalInterface
public interface Registration extends AutoCloseable {

    /** Takes the listener out. */
    @Override
    void close();
}
