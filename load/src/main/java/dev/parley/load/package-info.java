/**
 * The load generator: thousands of clients on one thread, which count, check and time what a server sends them. A run is a
 * {@link dev.parley.load.Scenario} against a {@link dev.parley.load.Target} and ends in a {@link dev.parley.load.Report}.
 */
@NullMarked
package dev.parley.load;

import org.jspecify.annotations.NullMarked;
