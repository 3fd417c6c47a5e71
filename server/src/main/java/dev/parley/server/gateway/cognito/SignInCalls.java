package dev.parley.server.gateway.cognito;

import dev.parley.core.Clock;
import dev.parley.protocol.JsonText;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.Client;
import dev.parley.server.accounts.SkapiTokens;
import dev.parley.server.accounts.SrpAnswer;
import dev.parley.server.accounts.SrpChallenge;
import dev.parley.server.identity.App;
import java.util.concurrent.CompletionStage;

/** InitiateAuth and RespondToAuthChallenge. */
final class SignInCalls {

    private final Accounts accounts;
    private final Clock clock;

    SignInCalls(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    CompletionStage<String> initiate(App app, CallBody body, Client client) {
        CallBody parameters = body.object("AuthParameters");
        return switch (body.text("AuthFlow")) {
            case "USER_SRP_AUTH" ->
                accounts.srp()
                        .challenge(app, parameters.text("USERNAME"), parameters.text("SRP_A"), client)
                        .thenApply(SignInCalls::json);
            case "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN" ->
                Tokens.revocable(
                                accounts.skapi().refresh(app, parameters.text("REFRESH_TOKEN")),
                                CallException.BAD_REFRESH_TOKEN)
                        .thenApply(tokens -> json(tokens, false));
            default -> throw CallException.invalid("AuthFlow must be USER_SRP_AUTH or REFRESH_TOKEN_AUTH.");
        };
    }

    CompletionStage<String> respond(App app, CallBody body, Client client) {
        if (!body.text("ChallengeName").equals("PASSWORD_VERIFIER")) {
            throw CallException.invalid("ChallengeName must be PASSWORD_VERIFIER.");
        }
        CallBody responses = body.object("ChallengeResponses");
        SrpAnswer answer = new SrpAnswer(
                responses.text("USERNAME"),
                responses.text("PASSWORD_CLAIM_SECRET_BLOCK"),
                responses.text("TIMESTAMP"),
                responses.text("PASSWORD_CLAIM_SIGNATURE"));
        return accounts.srp().answer(app, answer, client).thenApply(tokens -> json(tokens, true));
    }

    private static String json(SrpChallenge challenge) {
        String user = JsonText.quote(challenge.userId());
        return "{\"ChallengeName\":\"PASSWORD_VERIFIER\",\"ChallengeParameters\":{\"USER_ID_FOR_SRP\":" + user
                + ",\"USERNAME\":" + user
                + ",\"SALT\":" + JsonText.quote(challenge.salt())
                + ",\"SRP_B\":" + JsonText.quote(challenge.srpB())
                + ",\"SECRET_BLOCK\":" + JsonText.quote(challenge.secret()) + "}}";
    }

    private String json(SkapiTokens tokens, boolean withRefreshToken) {
        long seconds = Math.max(0, (tokens.expiresAt() - clock.millis()) / 1000);
        return "{\"AuthenticationResult\":{\"AccessToken\":" + JsonText.quote(tokens.accessToken())
                + ",\"IdToken\":" + JsonText.quote(tokens.idToken())
                + (withRefreshToken ? ",\"RefreshToken\":" + JsonText.quote(tokens.refreshToken()) : "")
                + ",\"ExpiresIn\":" + seconds
                + ",\"TokenType\":\"Bearer\"},\"ChallengeParameters\":{}}";
    }
}
