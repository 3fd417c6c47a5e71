/** Parley side by side with other servers: starts each, drives all with the same load in turns, and writes the page of results. */
@NullMarked
package dev.parley.bench.compare;

import org.jspecify.annotations.NullMarked;
