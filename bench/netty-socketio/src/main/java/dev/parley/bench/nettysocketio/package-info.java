/** netty-socketio as a peer of the bench. */
@NullMarked
package dev.parley.bench.nettysocketio;

import org.jspecify.annotations.NullMarked;
