package dev.parley.server.gateway.vchat;

import dev.parley.protocol.ByteBuilder;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.CompletionStage;

/**
 * Something that can be called.
 *
 * @param path below {@code /api/v1/}; a star for a last segment that may be anything
 * @param writes whether it changes rooms, and so adds to what must be told
 */
record Endpoint(HttpMethod method, String path, Access access, boolean writes, Body body, Action action) {

    /** Who may call. */
    enum Access {
        /** A user who is signed in. */
        USERS,
        /** Anybody; a token is not looked at. */
        ALL,
        /** Anybody, as often as an address may try; counted before any of the body is read. */
        COUNTED
    }

    boolean forAll() {
        return access != Access.USERS;
    }

    /** What a call may carry. */
    enum Body {
        NONE,
        FORM,
        /** A form that may have the picture of a user or a group. */
        PICTURE,
        /** A form that may have the files of a message. */
        FILES,
        /** A list of objects. */
        LIST
    }

    /** What a call does. */
    @FunctionalInterface
    interface Action {

        /**
         * Carries a call out. It may throw before it has done anything; nothing blocks.
         *
         * @return the JSON of the answer's data
         */
        CompletionStage<ByteBuilder> run(Call call);
    }
}
