/**
 * The wire formats of Engine.IO (protocol revisions 3 and 4) and Socket.IO (revisions 4 and 5), and the payload slices
 * that travel through the server. Nothing here starts a thread, waits, reads a clock or touches a socket: everything is
 * a function of its arguments, or an object that one thread owns.
 *
 * <p>Content of users stays opaque. It is checked once, where it enters ({@link dev.parley.protocol.SocketDecoder}), and
 * from then on carried as a range of the bytes it came in ({@link dev.parley.protocol.Payload}).
 */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
