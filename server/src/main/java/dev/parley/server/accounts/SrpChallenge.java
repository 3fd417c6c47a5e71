package dev.parley.server.accounts;

/**
 * What a client needs to prove that it knows a password (skapi 2.5 B, RFC 5054).
 *
 * @param userId what stands for the user in the proof
 * @param salt hex
 * @param srpB hex
 * @param secret what the client hands back; only we can read it. Base64
 */
public record SrpChallenge(String userId, String salt, String srpB, String secret) {}
