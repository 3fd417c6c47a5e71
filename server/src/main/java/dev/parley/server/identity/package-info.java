/** Who a client is and what it may do: apps, their keys, and the checks on connect and on every packet. No I/O on the loop. */
@NullMarked
package dev.parley.server.identity;

import org.jspecify.annotations.NullMarked;
