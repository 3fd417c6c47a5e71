/** The command line: what {@code parley} can be told to do, and what it says. */
@NullMarked
package dev.parley.server.cli;

import org.jspecify.annotations.NullMarked;
