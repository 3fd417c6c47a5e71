/** Parley's Java client against the packaged server, in the company of clients in other languages. */
@NullMarked
package dev.parley.e2e.sdk;

import org.jspecify.annotations.NullMarked;
