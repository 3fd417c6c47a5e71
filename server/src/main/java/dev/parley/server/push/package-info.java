/** Notifications of users who are not looking: their devices, and the ways to them. */
@NullMarked
package dev.parley.server.push;

import org.jspecify.annotations.NullMarked;
