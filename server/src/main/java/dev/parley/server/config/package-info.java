/** The settings of a server: one record tree, read from a file, the environment and flags. */
@NullMarked
package dev.parley.server.config;

import org.jspecify.annotations.NullMarked;
