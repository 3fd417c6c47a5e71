package dev.parley.server.gateway.vchat;

/** How much that was committed has not been told yet. */
@FunctionalInterface
interface Backlog {

    /** Whether it is so much that nothing should be added to it for now. Any thread. */
    boolean isFull();
}
