package dev.parley.server.delivery;

/** Takes messages to users; they go out later, on other threads, and are tried again. Any thread; never blocks. */
@FunctionalInterface
public interface Deliveries {

    /** Takes a message, or returns false if too many wait. */
    boolean send(Message message);
}
