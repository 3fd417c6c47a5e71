/** The Java server SDK against the packaged server. */
@NullMarked
package dev.parley.e2e.admin;

import org.jspecify.annotations.NullMarked;
