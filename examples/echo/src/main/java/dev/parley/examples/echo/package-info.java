/** An echo server for Socket.IO and Engine.IO clients; what the public protocol test-suites are run against. */
@NullMarked
package dev.parley.examples.echo;

import org.jspecify.annotations.NullMarked;
