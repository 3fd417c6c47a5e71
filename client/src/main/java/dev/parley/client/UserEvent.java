package dev.parley.client;

import dev.parley.protocol.mapping.Content;

/**
 * An event of a user (altogic-agnost 3): signed in or out, changed something, was deleted.
 *
 * @param name the event: {@code user:signin}, {@code user:signout}, {@code user:update}, {@code user:delete}, {@code user:pwdchange},
 *     {@code user:emailchange} or {@code user:phonechange}
 * @param session the session it concerns; JSON's null or absent if it concerns none
 * @param user the user; JSON's null or absent if it was not told
 */
public record UserEvent(String name, Content session, Content user) {}
