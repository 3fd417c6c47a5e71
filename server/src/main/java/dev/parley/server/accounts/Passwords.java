package dev.parley.server.accounts;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.parley.server.config.Identity;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id, and what else takes long with passwords, on threads of its own, so that a rush of sign-ins delays sign-ins only. Any thread; nothing blocks. When too many wait,
 * stages end with {@link AccountError#BUSY}.
 */
final class Passwords implements AutoCloseable {

    /** Bytes of UTF-8; more is no password but an attempt to keep the processor busy. */
    static final int MAX_BYTES = 1024;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /**
     * Whether a password was right.
     *
     * @param rehashed what to store from now on, as the settings have changed; null to leave it
     */
    record Check(boolean right, @Nullable String rehashed) {

        /** Shows no hash. */
        @Override
        public String toString() {
            return "Check[" + right + "]";
        }
    }

    private final Identity settings;
    private final ThreadPoolExecutor threads;
    private final SecureRandom random = new SecureRandom();
    private final LongAdder hashed = new LongAdder();
    /** Nobody's: what is tried when there is no user, so that the answer takes as long. */
    private final String nobodys;

    Passwords(Identity settings) {
        this.settings = settings;
        int count = settings.hashThreads() > 0
                ? settings.hashThreads()
                : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = new ThreadPoolExecutor(
                count,
                count,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(settings.hashQueue()),
                Thread.ofPlatform().daemon().name("parley-password-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        nobodys = ofNobody();
    }

    /** The settings' own. Not made before it is used: it holds its working memory, the settings' whole, from then on. */
    private Argon2Function function() {
        return Argon2Function.getInstance(kibibytes(), settings.hashPasses(), 1, HASH_BYTES, Argon2.ID);
    }

    private int kibibytes() {
        return Math.max(8, settings.hashMemory() / 1024);
    }

    /** Of the same form and price as a password's hash, and of no password that anybody knows. */
    private String ofNobody() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BYTES];
        random.nextBytes(salt);
        random.nextBytes(hash);
        return "$argon2id$v=19$m=" + kibibytes() + ",t=" + settings.hashPasses() + ",p=1$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    static boolean isTooLong(String password) {
        return password.length() > MAX_BYTES || password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }

    /**
     * What to store of a password.
     *
     * @param verifier makes its verifier, or null, on the same thread
     */
    CompletionStage<StoredPassword> hash(String password, Supplier<@Nullable String> verifier) {
        return run(() -> new StoredPassword(phc(password.getBytes(StandardCharsets.UTF_8)), verifier.get()));
    }

    /** @param stored null if there is none: the answer is no, after the same work */
    CompletionStage<Check> check(String password, @Nullable String stored) {
        return run(() -> {
            byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
            if (stored != null && RandomHash.isOne(stored)) {
                return checkRandom(bytes, stored);
            }
            String hash = stored == null ? nobodys : stored;
            Argon2Function used = Argon2Function.getInstanceFromHash(hash);
            hashed.increment();
            boolean right = used.check(bytes, hash.getBytes(StandardCharsets.US_ASCII)) && stored != null;
            return new Check(right, right && !used.equals(function()) ? phc(bytes) : null);
        });
    }

    /** Also works out one Argon2id, right or wrong, so that the time does not tell how the password is stored. */
    private Check checkRandom(byte[] password, String stored) {
        boolean right = RandomHash.matches(password, stored);
        String replacement = phc(password);
        return new Check(right, right ? replacement : null);
    }

    /** What to store of a password that nobody can guess, and of no other: see {@link RandomHash}. At once. */
    String hashRandom(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return RandomHash.of(password.getBytes(StandardCharsets.UTF_8), salt);
    }

    /** How many Argon2id hashes were worked out so far. */
    long hashed() {
        return hashed.sum();
    }

    private String phc(byte[] password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        hashed.increment();
        return function().hash(password, salt).getResult();
    }

    /** Other work with passwords that takes long. */
    <T> CompletionStage<T> run(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new AccountException(AccountError.BUSY, 1));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
