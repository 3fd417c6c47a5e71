/** Parley's own REST API under {@code /v1}, for the back ends of apps and for operators. */
@NullMarked
package dev.parley.server.api;

import org.jspecify.annotations.NullMarked;
