package dev.parley.server.webpush;

import static dev.parley.server.webpush.WebPushWorld.LEIA;
import static dev.parley.server.webpush.WebPushWorld.LUKE;
import static dev.parley.server.webpush.WebPushWorld.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.storage.Database;
import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which browsers are remembered, and apps' keys. */
class SubscribingTest {

    private static final String OTHER_SECRET = "another secret of at least 32 bytes, surely";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aBrowserBelongsToTheUserWhoSubscribedItLast(Dialect dialect) throws Exception {
        try (WebPushWorld world = new WebPushWorld(dialect, folder)) {
            TestBrowser shared = world.subscribe(LUKE, "shared");
            world.subscribe(LUKE, "own");
            get(world.pushes.subscribe("one", LEIA, shared.subscription()));

            assertThat(world.browsersOf(LUKE)).containsExactly("own");
            assertThat(world.browsersOf(LEIA)).containsExactly("shared");

            get(world.pushes.unsubscribe("one", LUKE, shared.endpoint()));
            get(world.pushes.unsubscribe("other", LEIA, shared.endpoint()));
            get(world.pushes.unsubscribe("one", LEIA, "x"));
            assertThat(world.browsersOf(LEIA)).containsExactly("shared");
            get(world.pushes.unsubscribe("one", LEIA, shared.endpoint()));
            assertThat(world.browsersOf(LEIA)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aUserHasSoManyBrowsersAndTheOldestGoes(Dialect dialect) throws Exception {
        try (WebPushWorld world = new WebPushWorld(dialect, folder)) {
            world.subscribe(LEIA, "leias");
            for (String name : List.of("a", "b", "c", "a", "d")) {
                world.subscribe(LUKE, name);
                world.clock.advance(Duration.ofSeconds(1));
            }

            assertThat(world.browsersOf(LUKE)).containsExactly("a", "c", "d");
            assertThat(world.browsersOf(LEIA)).containsExactly("leias");
        }
    }

    @ParameterizedTest
    @EnumSource
    void browsersThatSubscribeAtOnceAreNotMoreThanAllowed(Dialect dialect) throws Exception {
        try (WebPushWorld world = new WebPushWorld(dialect, folder)) {
            List<CompletionStage<@Nullable Void>> all = IntStream.range(0, 20)
                    .mapToObj(i -> world.pushes.subscribe(
                            "one",
                            i % 2 == 0 ? LUKE : LEIA,
                            world.station.browser("b" + i / 2).subscription()))
                    .toList();
            all.forEach(WebPushWorld::get);

            assertThat(world.browsersOf(LUKE)).hasSizeLessThanOrEqualTo(3);
            assertThat(world.browsersOf(LEIA)).hasSizeLessThanOrEqualTo(3);
            assertThat(world.rows("web_push_subscriptions")).isPositive();
        }
    }

    @Test
    void whoIsNoUserCannotSubscribe() throws Exception {
        try (WebPushWorld world = new WebPushWorld(Dialect.SQLITE, folder)) {
            world.subscribe("cccccccc-0000-4000-8000-00000000000c", "x");

            assertThat(world.rows("web_push_subscriptions")).isZero();
        }
    }

    @Test
    void keysOfABrowserAreChecked() throws Exception {
        try (WebPushWorld world = new WebPushWorld(Dialect.SQLITE, folder)) {
            Subscription good = world.station.browser("x").subscription();
            byte[] point = Base64.getUrlDecoder().decode(good.p256dh());
            byte[] beside = point.clone();
            beside[40] ^= 1;

            refused(world, new Subscription(good.endpoint(), Browser.encode(beside), good.auth()), "p256dh");
            refused(world, new Subscription(good.endpoint(), "AA", good.auth()), "p256dh");
            refused(world, new Subscription(good.endpoint(), "", good.auth()), "p256dh");
            refused(world, new Subscription(good.endpoint(), "!" + good.p256dh(), good.auth()), "p256dh");
            refused(world, new Subscription(good.endpoint(), good.p256dh().repeat(50), good.auth()), "p256dh");
            refused(world, new Subscription(good.endpoint(), good.p256dh(), Browser.encode(new byte[15])), "auth");
            refused(world, new Subscription(good.endpoint(), good.p256dh(), Browser.encode(new byte[17])), "auth");
            refused(world, new Subscription(good.endpoint(), good.p256dh(), "?"), "auth");
            refused(world, new Subscription("https://localhost/x", good.p256dh(), good.auth()), "endpoint");
            assertThat(world.rows("web_push_subscriptions")).isZero();

            String classic = Base64.getEncoder().encodeToString(point);
            get(world.pushes.subscribe("one", LUKE, new Subscription(good.endpoint(), classic, good.auth() + "==")));
            assertThat(world.browsersOf(LUKE)).containsExactly("x");
        }
    }

    private static void refused(WebPushWorld world, Subscription subscription, String what) {
        assertThatThrownBy(() -> world.pushes.subscribe("one", LUKE, subscription))
                .isInstanceOf(WebPushException.class)
                .hasMessageContaining(what);
    }

    @ParameterizedTest
    @EnumSource
    void allWhoAskForAnAppsFirstKeyAtOnceGetTheSame(Dialect dialect) throws Exception {
        try (WebPushWorld world = new WebPushWorld(dialect, folder);
                Database second = world.secondConnection();
                WebPushService process = world.open(second, "")) {
            List<CompletionStage<String>> asked = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                asked.add(world.pushes.publicKey("two"));
                asked.add(process.publicKey("two"));
            }
            List<String> keys = asked.stream().map(WebPushWorld::get).distinct().toList();

            assertThat(keys).hasSize(1);
            assertThat(Base64.getUrlDecoder().decode(keys.getFirst())).hasSize(65);
            assertThat(keys).doesNotContain(world.station.expectedKey);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfAnotherSecretIsReplacedAndItsBrowsersForgotten(Dialect dialect) throws Exception {
        try (WebPushWorld world = new WebPushWorld(dialect, folder)) {
            world.subscribe(LUKE, "x");
            String old = world.station.expectedKey;
            try (WebPushService rotated = world.open(world.database, OTHER_SECRET)) {
                String fresh = get(rotated.publicKey("one"));

                assertThat(fresh).isNotEqualTo(old);
                assertThat(get(rotated.publicKey("one"))).isEqualTo(fresh);
                assertThat(world.browsersOf(LUKE)).isEmpty();
            }
        }
    }

    @Test
    void privateKeysAreNotInTheDatabaseAsTheyAre() throws Exception {
        KeyVault vault = new KeyVault(new byte[32]);
        var pair = P256.newPair();
        VapidKey key = new VapidKey(Browser.encode(P256.bytes(pair.getPublic())), pair.getPrivate());
        String sealed = vault.seal("one", key);

        VapidKey opened = vault.open("one", key.publicKey(), sealed);
        assertThat(opened).isNotNull();
        assertThat(opened.privateKey()).isEqualTo(pair.getPrivate());
        assertThat(vault.open("two", key.publicKey(), sealed)).isNull();
        assertThat(vault.open("one", "x", sealed)).isNull();
        assertThat(vault.open("one", key.publicKey(), "")).isNull();
        assertThat(vault.open("one", key.publicKey(), "?")).isNull();
        assertThat(new KeyVault(new byte[] {1}).open("one", key.publicKey(), sealed))
                .isNull();
        assertThat(key.toString()).isEqualTo("VapidKey[" + key.publicKey() + "]");
    }

    @ParameterizedTest
    @EnumSource
    void whatAnAppHasGoesWithIt(Dialect dialect) throws Exception {
        try (WebPushWorld world = new WebPushWorld(dialect, folder)) {
            world.subscribe(LUKE, "x");
            String other = get(world.pushes.publicKey("two"));
            get(world.database.<@Nullable Void>write(handle -> {
                WebPushTables.deleteAllOf(handle, "one");
                return null;
            }));

            assertThat(world.rows("web_push_subscriptions")).isZero();
            assertThat(world.rows("web_push_keys")).isEqualTo(1);
            assertThat(get(world.pushes.publicKey("one"))).isNotEqualTo(world.station.expectedKey);
            assertThat(get(world.pushes.publicKey("two"))).isEqualTo(other);
        }
    }
}
