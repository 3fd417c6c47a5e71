/**
 * A test kit for programs that use Parley's Java client: {@link dev.parley.client.testing.FakeServer}, a server in the same
 * process that behaves as Parley does, records what it was sent, and fails on demand.
 */
@NullMarked
package dev.parley.client.testing;

import org.jspecify.annotations.NullMarked;
