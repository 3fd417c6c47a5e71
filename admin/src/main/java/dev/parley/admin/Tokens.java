package dev.parley.admin;

import java.util.concurrent.CompletableFuture;

/**
 * Session tokens, for back ends that check passwords themselves: give one to the client, and it is that user. From {@link ParleyAdmin#tokens}. Immutable; any thread.
 */
public final class Tokens {

    private final Scope scope;

    Tokens(Scope scope) {
        this.scope = scope;
    }

    /**
     * Makes a session token for a user, for {@link ClientFamily#ALTOGIC} and as long as the app's sessions last. The user's other devices
     * get {@code user:signin}.
     *
     * @param userId whose token it shall be; the user need not be stored
     * @return the token, which is not shown again
     * @throws ParleyException if it did not work
     */
    public MintedToken mint(String userId) {
        return Connection.await(Operation.MINT_TOKEN, mintAsync(userId));
    }

    /**
     * Makes a session token for a user, for {@link ClientFamily#ALTOGIC} and as long as the app's sessions last. The user's other devices
     * get {@code user:signin}.
     *
     * @param userId whose token it shall be; the user need not be stored
     * @return the token, which is not shown again, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<MintedToken> mintAsync(String userId) {
        return mintAsync(TokenRequest.builder(userId).build());
    }

    /**
     * Makes a session token for a user. The user's other devices get {@code user:signin}.
     *
     * @param request what it shall be
     * @return the token, which is not shown again
     * @throws ParleyException if it did not work
     */
    public MintedToken mint(TokenRequest request) {
        return Connection.await(Operation.MINT_TOKEN, mintAsync(request));
    }

    /**
     * Makes a session token for a user. The user's other devices get {@code user:signin}.
     *
     * @param request what it shall be
     * @return the token, which is not shown again, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<MintedToken> mintAsync(TokenRequest request) {
        return scope.read(scope.call(Operation.MINT_TOKEN).withBody(scope.json(request.members())), MintedToken::read);
    }
}
