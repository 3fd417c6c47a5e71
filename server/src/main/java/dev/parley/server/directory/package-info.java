/** Apps and keys in the database, what other processes changed there, and who did what. */
@NullMarked
package dev.parley.server.directory;

import org.jspecify.annotations.NullMarked;
