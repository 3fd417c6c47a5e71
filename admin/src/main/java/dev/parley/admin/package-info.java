/** The client of Parley's REST API, for back ends. */
@NullMarked
package dev.parley.admin;

import org.jspecify.annotations.NullMarked;
