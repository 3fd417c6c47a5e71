/** Users and their sessions, for all client families: signing up and in, passwords, links and codes, tokens. */
@NullMarked
package dev.parley.server.accounts;

import org.jspecify.annotations.NullMarked;
