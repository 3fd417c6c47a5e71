package dev.parley.client.testing;

import dev.parley.protocol.Payload;

/**
 * What a hook decides on a connection, an event or a call. Immutable.
 *
 * <pre>{@code
 * server.onJoin(join -> join.in("secret") ? Verdict.refuse("not_allowed", "Not for you.") : Verdict.accept());
 * }</pre>
 */
public sealed interface Verdict {

    /**
     * The normal behaviour: the effect, and the acknowledgement {@code {"ok":true}} if the server plays Parley and one was asked
     * for.
     *
     * @return that verdict
     */
    static Verdict accept() {
        return Accept.NORMALLY;
    }

    /**
     * No effect and an error: a CONNECT is answered with CONNECT_ERROR, an event with the acknowledgement
     * {@code {"error":{"code","message"}}}, a REST call with status 400 (401 if the code names a key or a session).
     *
     * @param code the code of the error, for instance {@code not_allowed}
     * @param message what a person reads
     * @return that verdict
     */
    static Verdict refuse(String code, String message) {
        return new Refuse(code, message);
    }

    /**
     * The normal effect, but this instead of the normal acknowledgement, for instance to see what a client does with an answer
     * it does not expect. A CONNECT is answered with CONNECT and this object.
     *
     * @param json the acknowledgement's argument, one JSON value
     * @return that verdict
     * @throws IllegalArgumentException if it is not one JSON value
     */
    static Verdict answer(String json) {
        return new Answer(Payload.json(json));
    }

    /**
     * No effect and no answer: as if it had been lost.
     *
     * @return that verdict
     */
    static Verdict ignore() {
        return Ignore.SILENTLY;
    }

    /**
     * No effect, and the TCP connection is cut before an answer.
     *
     * @return that verdict
     */
    static Verdict drop() {
        return Drop.CONNECTION;
    }

    /** See {@link Verdict#accept}. */
    enum Accept implements Verdict {
        /** The only value. */
        NORMALLY
    }

    /** See {@link Verdict#ignore}. */
    enum Ignore implements Verdict {
        /** The only value. */
        SILENTLY
    }

    /** See {@link Verdict#drop}. */
    enum Drop implements Verdict {
        /** The only value. */
        CONNECTION
    }

    /**
     * See {@link Verdict#refuse}.
     *
     * @param code the code of the error
     * @param message what a person reads
     */
    record Refuse(String code, String message) implements Verdict {}

    /**
     * See {@link Verdict#answer}.
     *
     * @param content the acknowledgement's argument
     */
    record Answer(Payload content) implements Verdict {}
}
