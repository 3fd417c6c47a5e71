package dev.parley.server.accounts;

import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be done to users and sessions. Any thread; nothing blocks. A stage ends with {@link AccountException} when
 * the call is refused, with {@link dev.parley.storage.DatabaseBusyException} when too much waits. User events are raised after
 * the change is stored and before the stage completes.
 */
public final class Accounts implements AutoCloseable {

    private final Services services;
    private final ForeignTokens foreign;
    private final SignUps signUps;
    private final SignIns signIns;
    private final SessionCalls sessionCalls;
    private final OwnChanges ownChanges;
    private final Mailings mailings;
    private final Links links;
    private final UserAdmin admin;
    private final UserFinder users;
    private final UserImport imports;
    private final SkapiAccounts skapi;
    private final SrpSignIns srp;

    /**
     * Makes them ready. Blocks: on the disk, and to hash once.
     *
     * @throws IOException if the secret in the data folder cannot be read or made; the message says which file
     */
    public Accounts(AccountParts parts) throws IOException {
        TokenSigner signer = TokenSigner.open(parts.settings(), parts.dataDir());
        byte[] secret = parts.tokenSecret();
        foreign = new ForeignTokens(parts.clock(), parts.meters());
        services = new Services(
                parts,
                signer,
                new Passwords(parts.settings()),
                new Verifiers(secret),
                new Ids(),
                new Attempts(parts.settings(), parts.clock()),
                new AccountSessions(parts.database(), signer, parts.clock(), foreign),
                new Expiry(parts.database(), parts.clock()));
        Entrance entrance = new Entrance(services);
        mailings = new Mailings(services);
        signUps = new SignUps(services, entrance, mailings);
        signIns = new SignIns(services, entrance);
        sessionCalls = new SessionCalls(services, entrance);
        ownChanges = new OwnChanges(services, mailings);
        links = new Links(services);
        admin = new UserAdmin(services);
        users = new UserFinder(services);
        imports = new UserImport(services);
        skapi = new SkapiAccounts(services, new SkapiAccounts.Calls(entrance, sessionCalls));
        srp = new SrpSignIns(services, entrance, skapi, secret);
    }

    /** Finds sessions by their tokens. */
    public AccountSessions finder() {
        return services.sessions();
    }

    /** What skapi-js's users need. */
    public SkapiAccounts skapi() {
        return skapi;
    }

    /** Signing in without sending the password. */
    public SrpSignIns srp() {
        return srp;
    }

    /** The same as {@link AccountSessions#changed}. */
    public CompletionStage<@Nullable Void> changed(String app, String kind, String subject) {
        return finder().changed(app, kind, subject);
    }

    /** Stops what it started; the database stays open. */
    @Override
    public void close() {
        services.passwords().close();
        foreign.close();
    }

    Services services() {
        return services;
    }

    // ---- signing up and in

    public CompletionStage<SignedIn> signUp(App app, SignUp request, Client client) {
        return Stages.of(() -> {
            attempt(client);
            return signUps.signUp(app, request, client);
        });
    }

    /**
     * Counts a try of an address to sign up, for callers that have work to do before {@link #signUpCounted}.
     *
     * @throws AccountException TOO_MANY_ATTEMPTS
     */
    public void attempt(Client client) {
        services.attempts().address(client);
    }

    /** As {@link #signUp}, after {@link #attempt}. */
    public CompletionStage<SignedIn> signUpCounted(App app, SignUp request, Client client) {
        return Stages.of(() -> signUps.signUp(app, request, client));
    }

    /** The same answer, in the same time, for an unknown login and a wrong password. */
    public CompletionStage<SignedIn> signIn(App app, Login login, String password, Client client) {
        return Stages.of(() -> signIns.withPassword(app, login, password, client));
    }

    /** Signs in with the code that {@link #sendCode} sent. */
    public CompletionStage<SignedIn> signInWithCode(App app, String phone, String code, Client client) {
        return Stages.of(() -> signIns.withCode(app, phone, code, client));
    }

    /** Confirms a phone number with a code: of a sign-up (signs in) or of a change of number (no session). */
    public CompletionStage<SignedIn> verifyPhone(App app, String phone, String code, Client client) {
        return Stages.of(() -> signIns.verifyPhone(app, phone, code, client));
    }

    /** Turns the access token that a link handed to the app's page into a session. */
    public CompletionStage<SignedIn> grant(App app, String accessToken, Client client) {
        return Stages.of(() -> signIns.grant(app, accessToken, client));
    }

    // ---- sessions

    /** Ends the current session, or the one whose token is given, of the same user. */
    public CompletionStage<@Nullable Void> signOut(App app, Session current, @Nullable String token) {
        return Stages.of(() -> sessionCalls.signOut(app, current, token));
    }

    public CompletionStage<@Nullable Void> signOutAll(App app, String user) {
        return Stages.of(() -> sessionCalls.signOutAll(app, user, ""));
    }

    public CompletionStage<@Nullable Void> signOutAllExcept(App app, Session current) {
        return Stages.of(() -> sessionCalls.signOutAll(app, current.user(), current.id()));
    }

    /** The user's sessions, newest first. */
    public CompletionStage<List<SessionInfo>> sessions(App app, String user) {
        return Stages.of(() -> sessionCalls.list(app, user));
    }

    /**
     * A session for a user, on the word of a back end. Raises {@code user:signin}.
     *
     * @return INVALID_VALUE for skapi-js too: its tokens come from {@link SkapiAccounts#mint}
     */
    public CompletionStage<SessionInfo> mint(App app, TokenRequest request, Client client) {
        return Stages.of(() -> sessionCalls.mint(app, request, client));
    }

    /** Ends one session of any user by its id; false if there is none. */
    public CompletionStage<Boolean> endSession(App app, String sessionId) {
        return Stages.of(() -> sessionCalls.endById(app, sessionId));
    }

    // ---- the user

    /** The user, or null. */
    public CompletionStage<@Nullable User> user(App app, String id) {
        return Stages.of(() -> admin.user(app, id));
    }

    public CompletionStage<@Nullable User> userByLogin(App app, Login login) {
        return Stages.of(() -> admin.byLogin(app, login));
    }

    public CompletionStage<@Nullable Void> changePassword(App app, Session current, String old, String wanted) {
        return Stages.of(() -> ownChanges.password(app, current, old, wanted));
    }

    /** At once, or when the new address is confirmed if the app wants that ({@code auth.confirmEmail}). */
    public CompletionStage<User> changeEmail(
            App app, Session current, String password, String email, @Nullable String redirect) {
        return Stages.of(() -> ownChanges.email(app, current, password, email, redirect));
    }

    /** At once, or when the new number is confirmed if the app wants that ({@code auth.confirmPhone}). */
    public CompletionStage<User> changePhone(App app, Session current, String password, String phone) {
        return Stages.of(() -> ownChanges.phone(app, current, password, phone));
    }

    // ---- links and codes. Each answers alike whether there is such a user or not.

    public CompletionStage<@Nullable Void> resendConfirmation(
            App app, Login login, @Nullable String redirect, Client client) {
        return Stages.of(() -> mailings.resend(app, login, redirect, client));
    }

    public CompletionStage<@Nullable Void> sendMagicLink(
            App app, String email, @Nullable String redirect, Client client) {
        return Stages.of(() -> mailings.magic(app, email, redirect, client));
    }

    /** Sends a code to sign in with. */
    public CompletionStage<@Nullable Void> sendCode(App app, String phone, Client client) {
        return Stages.of(() -> mailings.code(app, phone, client));
    }

    /** Sends a link, or to a phone a code, to set a new password with. */
    public CompletionStage<@Nullable Void> sendReset(App app, Login login, @Nullable String redirect, Client client) {
        return Stages.of(() -> mailings.reset(app, login, redirect, client));
    }

    public CompletionStage<@Nullable Void> resetPassword(App app, String accessToken, String wanted, Client client) {
        return Stages.of(() -> links.resetPassword(app, accessToken, wanted, client));
    }

    public CompletionStage<@Nullable Void> resetPasswordWithCode(
            App app, String phone, String code, String wanted, Client client) {
        return Stages.of(() -> links.resetPasswordWithCode(app, phone, code, wanted, client));
    }

    /** Follows a link from a mail. A link may be followed a few times, as mail scanners do, until it expires. */
    public CompletionStage<Link> follow(App app, String key, Client client) {
        return Stages.of(() -> links.follow(app, key, client));
    }

    // ---- for back ends and operators

    public CompletionStage<User> create(App app, UserDraft draft) {
        return Stages.of(() -> admin.create(app, draft));
    }

    /** Raises {@code user:update}, and {@code user:pwdchange} and so on for what these are about. */
    public CompletionStage<User> update(App app, String id, UserDraft draft) {
        return Stages.of(() -> admin.update(app, id, draft));
    }

    /** Deletes the user with its sessions, after raising {@code user:delete}; false if there is none. */
    public CompletionStage<Boolean> delete(App app, String id) {
        return Stages.of(() -> admin.delete(app, id));
    }

    /**
     * Users in the order of their ids.
     *
     * @param after the id to go on behind, or null
     * @param limit at most 1,000
     */
    public CompletionStage<List<User>> users(App app, @Nullable String after, int limit) {
        return Stages.of(() -> admin.page(app, after, limit));
    }

    // ---- for families that show users to each other

    /**
     * Those of the users who exist, in no particular order.
     *
     * @param hexIds at most 1,000
     */
    public CompletionStage<List<User>> usersByHexId(App app, Collection<String> hexIds) {
        return Stages.of(() -> users.byHexId(app, hexIds));
    }

    /**
     * Users by what v_chat's clients call their email: that login, or else an email address (vchat 2.1).
     *
     * @param names at most 1,000
     * @return those who exist, by the name as it was given
     */
    public CompletionStage<Map<String, User>> usersByVChatName(App app, Collection<String> names) {
        return Stages.of(() -> users.byVChatName(app, names));
    }

    /** A page of users. INVALID_VALUE if {@link UserSearch#after} is no hex id. */
    public CompletionStage<List<User>> search(App app, UserSearch wanted) {
        return Stages.of(() -> users.search(app, wanted));
    }

    /**
     * Makes users of another backend; all of them or, if one of them has a {@link ImportedUser#problem}, none. A v_chat name that is
     * there already, or comes a second time, is left as it is. No events are raised.
     *
     * @param wanted at most 1,000
     */
    public CompletionStage<ImportResult> importUsers(App app, List<ImportedUser> wanted) {
        return Stages.of(() -> imports.run(app, wanted));
    }
}
