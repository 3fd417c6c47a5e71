package dev.parley.examples.echo;

import java.time.Duration;

/**
 * Settings of the echo server.
 *
 * @param host address to bind
 * @param port port to bind; 0 takes a free one
 * @param pingInterval time between two heartbeats
 * @param pingTimeout time a peer has to answer one
 * @param connectTimeout time a Socket.IO client may stay without a namespace
 * @param maxPayload bytes of one message
 */
public record EchoOptions(
        String host, int port, Duration pingInterval, Duration pingTimeout, Duration connectTimeout, int maxPayload) {}
