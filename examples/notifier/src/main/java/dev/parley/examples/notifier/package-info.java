/** A back end that sends and broadcasts: an example of a program on Parley's Java SDK for back ends. */
@NullMarked
package dev.parley.examples.notifier;

import org.jspecify.annotations.NullMarked;
