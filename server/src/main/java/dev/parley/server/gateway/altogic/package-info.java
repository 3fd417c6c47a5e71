/**
 * The gateway of Altogic and Agnost clients, and of plain Socket.IO clients that use the same events: channels, broadcast,
 * presence, profiles, user events and the members call over REST.
 */
@NullMarked
package dev.parley.server.gateway.altogic;

import org.jspecify.annotations.NullMarked;
