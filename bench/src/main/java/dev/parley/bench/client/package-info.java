/** Measures the Java client: its way of a message by itself, under a stream of messages for a long time, and what an idle one costs. */
@org.jspecify.annotations.NullMarked
package dev.parley.bench.client;
