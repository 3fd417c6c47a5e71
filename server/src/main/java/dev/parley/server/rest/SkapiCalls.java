package dev.parley.server.rest;

import dev.parley.core.Shard;

/** What skapi-js asks for (skapi 1 to 3). */
public interface SkapiCalls {

    /**
     * A file that tells a client where everything is (skapi 1).
     *
     * @param path what follows {@code /cdn/}, or the whole path without its first slash where the first segment ends with
     *     {@code .cloudfront.net}; as it came
     */
    void endpoints(Exchange exchange, String path);

    /**
     * A WebSocket's handshake (skapi 3) or a REST call (skapi 2).
     *
     * @param shard the shard of the loop it came in on
     * @param service the service's id, as it came
     * @param path what follows {@code /skapi/<service>/}, as it came
     */
    void call(Shard shard, Exchange exchange, String service, String path);
}
