/** What skapi-js asks of Cognito: signing in with a password, new tokens, signing out. */
@NullMarked
package dev.parley.server.gateway.cognito;

import org.jspecify.annotations.NullMarked;
