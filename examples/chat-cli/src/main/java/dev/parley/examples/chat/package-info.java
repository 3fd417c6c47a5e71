/** A chat in the terminal: an example of a program on Parley's Java client. */
@NullMarked
package dev.parley.examples.chat;

import org.jspecify.annotations.NullMarked;
