/** skapi-js: its endpoint files, REST calls and WebSocket. */
@NullMarked
package dev.parley.server.gateway.skapi;

import org.jspecify.annotations.NullMarked;
