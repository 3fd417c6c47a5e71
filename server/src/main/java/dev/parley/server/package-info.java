/** The process: {@link dev.parley.server.Main} starts it, {@link dev.parley.server.Server} wires its parts. */
@NullMarked
package dev.parley.server;

import org.jspecify.annotations.NullMarked;
