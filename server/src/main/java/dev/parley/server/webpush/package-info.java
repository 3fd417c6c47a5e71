/** Web Push: browsers that are subscribed, and messages to them (RFC 8030, 8291, 8292); its tables. */
@NullMarked
package dev.parley.server.webpush;

import org.jspecify.annotations.NullMarked;
