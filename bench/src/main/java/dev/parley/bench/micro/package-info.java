/** Single parts of the server's work, measured with JMH: see {@code bench/micro.sh}. */
@org.jspecify.annotations.NullMarked
package dev.parley.bench.micro;
