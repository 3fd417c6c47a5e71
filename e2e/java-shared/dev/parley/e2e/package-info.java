/** The real Socket.IO clients for Java against the server. These sources are compiled with each version of the client. */
@NullMarked
package dev.parley.e2e;

import org.jspecify.annotations.NullMarked;
