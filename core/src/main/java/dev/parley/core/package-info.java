/**
 * The hub: who is in which audience, in which order publications reach them, and how one encoding serves them all.
 *
 * <p>Every mutable object here belongs to one {@link dev.parley.core.Shard} and is touched on that shard's {@link
 * dev.parley.core.Loop} only; shards speak to each other by tasks, never by locks. What leaves the hub does so through
 * ports ({@link dev.parley.core.Outbound}, {@link dev.parley.core.WireFormat}, {@link dev.parley.core.Broker}, {@link
 * dev.parley.core.Valve}), so all of it runs in a test on one thread.
 */
@NullMarked
package dev.parley.core;

import org.jspecify.annotations.NullMarked;
