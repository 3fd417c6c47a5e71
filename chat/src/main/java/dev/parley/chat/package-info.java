/**
 * Persisted chat rooms: members, messages, what is unread, blocks and roles, and the one order in which each room's changes are
 * told. Knows no protocol: gateways translate.
 */
@NullMarked
package dev.parley.chat;

import org.jspecify.annotations.NullMarked;
