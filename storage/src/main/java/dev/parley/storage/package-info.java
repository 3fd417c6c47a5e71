/** The database: where it is, its schema, and the queues that work for it waits in. Knows no table. */
@NullMarked
package dev.parley.storage;

import org.jspecify.annotations.NullMarked;
