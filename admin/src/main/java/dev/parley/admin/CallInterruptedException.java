package dev.parley.admin;

/**
 * The thread was interrupted while it waited for an answer. The call was broken off; it is not known whether the server has done what was asked for. The
 * thread is marked as interrupted again.
 */
public final class CallInterruptedException extends ParleyException {

    private static final long serialVersionUID = 1;

    CallInterruptedException(String operation, InterruptedException cause) {
        super(operation, "the thread was interrupted while it waited for the answer", cause);
    }
}
