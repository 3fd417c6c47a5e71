package dev.parley.client.testing;

import java.util.concurrent.CountDownLatch;

/** Holds up the readers of all connections while it is shut. Safe for all threads. */
final class Gate {

    private boolean shut;

    synchronized void shut(boolean value) {
        shut = value;
        notifyAll();
    }

    /** Lets those look again whose connection was closed. */
    synchronized void knock() {
        notifyAll();
    }

    /** Waits until the gate is open or the connection closed. */
    synchronized void pass(CountDownLatch closed) {
        boolean interrupted = false;
        while (shut && closed.getCount() > 0 && !interrupted) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
                Thread.currentThread().interrupt();
            }
        }
    }
}
