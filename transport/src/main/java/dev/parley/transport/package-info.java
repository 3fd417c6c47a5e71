/**
 * Bytes to one peer: the HTTP listener, the takeover of WebSockets from it, outbound queues, shared batches, deadlines and
 * the registry of live connections. Knows no client family's protocol.
 *
 * <p>Thread rule: everything that belongs to a connection is touched on the event loop of its shard only, unless a method
 * says otherwise.
 */
@NullMarked
package dev.parley.transport;

import org.jspecify.annotations.NullMarked;
