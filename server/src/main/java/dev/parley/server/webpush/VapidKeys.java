package dev.parley.server.webpush;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.Clock;
import dev.parley.storage.Database;
import java.security.KeyPair;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Apps' keys: the database says which is good, so that all processes have the same. Any thread; nothing blocks. */
final class VapidKeys {

    private static final Logger log = LoggerFactory.getLogger(VapidKeys.class);
    private static final int MOST = 1024;

    private final Database database;
    private final KeyVault vault;
    private final Clock clock;
    /** Decrypted ones, by their rows. */
    private final Cache<KeyStore.Row, VapidKey> opened =
            Caffeine.newBuilder().maximumSize(MOST).build();

    VapidKeys(Database database, KeyVault vault, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    /** An app's key, which is made if there is none that can be decrypted. */
    CompletionStage<VapidKey> of(String app) {
        return database.read(handle -> KeyStore.find(handle, app)).thenCompose(row -> {
            VapidKey key = open(row);
            return key == null ? made(app) : CompletableFuture.completedStage(key);
        });
    }

    /** Null if there is none, or it was encrypted with another secret. */
    @Nullable
    VapidKey open(KeyStore.@Nullable Row row) {
        if (row == null) {
            return null;
        }
        VapidKey known = opened.getIfPresent(row);
        if (known != null) {
            return known;
        }
        VapidKey key = vault.open(row.app(), row.publicKey(), row.sealed());
        if (key != null) {
            opened.put(row, key);
        }
        return key;
    }

    /** @param dropped how many browsers had subscribed with a key that is lost; negative if none is */
    private record Made(VapidKey key, int dropped) {}

    private CompletionStage<VapidKey> made(String app) {
        KeyPair pair = P256.newPair();
        VapidKey fresh = new VapidKey(Browser.encode(P256.bytes(pair.getPublic())), pair.getPrivate());
        KeyStore.Row row = new KeyStore.Row(app, fresh.publicKey(), vault.seal(app, fresh));
        return database.write(handle -> make(handle, row)).thenApply(made -> {
            if (made.dropped() >= 0) {
                log.warn(
                        "the Web Push key of app {} cannot be decrypted, as identity.tokenSecret or the file token-secret"
                                + " has changed: there is a new key now, and {} browsers must subscribe again",
                        app,
                        made.dropped());
            }
            return made.key();
        });
    }

    /** Of several that do this at once, one's key stays. */
    private Made make(Handle handle, KeyStore.Row fresh) {
        int dropped = -1;
        KeyStore.Row old = KeyStore.find(handle, fresh.app());
        if (old == null) {
            KeyStore.add(handle, fresh, clock.millis());
        } else if (open(old) == null && KeyStore.replace(handle, old.publicKey(), fresh, clock.millis())) {
            dropped = BrowserStore.deleteAllOf(handle, fresh.app());
        }
        VapidKey key = open(KeyStore.find(handle, fresh.app()));
        if (key == null) {
            throw new IllegalStateException("another process on this database has another identity.tokenSecret");
        }
        return new Made(key, dropped);
    }
}
