/**
 * For tests only: clients that write what they are told to a bare socket, well-formed or not, and a watch over buffers nobody
 * released.
 */
@NullMarked
package dev.parley.testkit;

import org.jspecify.annotations.NullMarked;
