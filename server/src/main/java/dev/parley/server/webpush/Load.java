package dev.parley.server.webpush;

/**
 * A message for a browser.
 *
 * @param key of the browser's app
 * @param foundAt when the browser was read, of the clock's nanoseconds
 * @param tried to be called after the first try, however it ended; calling it again does nothing
 */
record Load(Browser browser, VapidKey key, Payload payload, long foundAt, Runnable tried) {}
