package dev.parley.admin;

import org.jspecify.annotations.Nullable;

/**
 * A call did not do what it was asked for, or it is not known whether it did. Which of the two, and why, is said by the subclass:
 *
 * <ul>
 *   <li>{@link ApiException}: the server answered no;
 *   <li>{@link UnavailableException}: the server could not be reached, did not answer in time, or cannot work now;
 *   <li>{@link UnreadableAnswerException}: the answer is not what a Parley server says;
 *   <li>{@link CallInterruptedException}: the calling thread was interrupted.
 * </ul>
 *
 * <p>Methods that wait throw it as it is. Futures are completed with it; {@code join} and {@code get} wrap it, as they wrap all exceptions. Messages
 * name the operation and what the server said of it, and no keys, tokens or contents.
 */
public abstract sealed class ParleyException extends RuntimeException
        permits ApiException, UnavailableException, UnreadableAnswerException, CallInterruptedException {

    private static final long serialVersionUID = 1;

    /** What was asked for. */
    private final String operation;

    ParleyException(String operation, String message, @Nullable Throwable cause) {
        super(operation + ": " + message, cause);
        this.operation = operation;
    }

    /**
     * What was asked for.
     *
     * @return the operation's name in the API's description, such as {@code createUser}
     */
    public String operation() {
        return operation;
    }
}
