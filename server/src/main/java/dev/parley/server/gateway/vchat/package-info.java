/**
 * Serves the clients of v_chat 1.x, unmodified: REST, and events in the namespaces {@code /} and {@code /message} (vchat 3 and 4). What a
 * room is and who may do what there is decided in {@link dev.parley.chat}; here it is put into the clients' words.
 */
@NullMarked
package dev.parley.server.gateway.vchat;

import org.jspecify.annotations.NullMarked;
