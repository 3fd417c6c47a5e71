/** Mails and text messages to users: by SMTP, by a signed webhook, or into the log. */
@NullMarked
package dev.parley.server.delivery;

import org.jspecify.annotations.NullMarked;
