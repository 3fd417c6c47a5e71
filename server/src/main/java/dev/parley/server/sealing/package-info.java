/** What is encrypted in the database. */
@NullMarked
package dev.parley.server.sealing;

import org.jspecify.annotations.NullMarked;
