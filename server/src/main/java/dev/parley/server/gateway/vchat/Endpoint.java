package dev.parley.server.gateway.vchat;

import dev.parley.protocol.ByteBuilder;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.CompletionStage;

/**
 * Something that can be called.
 *
 * @param path below {@code /api/v1/}; a star for a last segment that may be anything
 * @param forAll whether nobody need be signed in; a token is not looked at then
 * @param writes whether it changes rooms, and so adds to what must be told
 */
record Endpoint(HttpMethod method, String path, boolean forAll, boolean writes, Body body, Action action) {

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
