/** What operating the process needs: client addresses behind proxies, metrics, logging. */
@NullMarked
package dev.parley.server.ops;

import org.jspecify.annotations.NullMarked;
