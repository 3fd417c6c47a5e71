package dev.parley.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Operating the server.
 *
 * @param token null when only loopback may read the metrics
 */
public record Ops(
        @Setting(
                doc = "A bearer token with which `/metrics` may be read from other machines. Without it only loopback"
                        + " may.")
        @Nullable
        Secret token,

        @Setting(doc = "The log, written to the standard error output.")
        Log log) {}
