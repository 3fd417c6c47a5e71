/** Files that users send: taken in, looked at, kept on disk, and served. */
@NullMarked
package dev.parley.server.media;

import org.jspecify.annotations.NullMarked;
