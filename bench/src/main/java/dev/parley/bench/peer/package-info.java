/** What Parley is compared to, as far as it is written here: each is a server for channels that does nothing else. */
@NullMarked
package dev.parley.bench.peer;

import org.jspecify.annotations.NullMarked;
