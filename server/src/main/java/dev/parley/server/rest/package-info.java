/** HTTP beside the realtime connections: the URL map, the error shapes of the client families, and the calls they make. */
@NullMarked
package dev.parley.server.rest;

import org.jspecify.annotations.NullMarked;
