package dev.parley.server.push;

import static dev.parley.server.push.PushWorld.FAR;
import static dev.parley.server.push.PushWorld.LEIA;
import static dev.parley.server.push.PushWorld.LUKE;
import static dev.parley.server.push.PushWorld.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which devices are remembered, and which count. */
class DevicesTest {

    @TempDir
    private Path folder;

    private PushWorld world(Dialect dialect) throws Exception {
        return new PushWorld(dialect, folder, "");
    }

    @ParameterizedTest
    @EnumSource
    void aSessionHasOneDeviceAndAUserSeveral(Dialect dialect) throws Exception {
        try (PushWorld world = world(dialect)) {
            world.signedIn("s1", LUKE, "t1");
            world.signedIn("s2", LUKE, "t2");
            world.signedIn("s3", LEIA, "t3");
            world.device("s1", LUKE, "t1-new");

            assertThat(world.tokensOf(LUKE)).containsExactly("t1-new", "t2");
            assertThat(world.tokensOf(LUKE, LEIA)).containsExactly("t1-new", "t2", "t3");
            get(world.pushes.forget("one", "s1"));
            get(world.pushes.forget("other", "s2"));
            assertThat(world.tokensOf(LUKE)).containsExactly("t2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenMovesToTheSessionThatShowedItLast(Dialect dialect) throws Exception {
        try (PushWorld world = world(dialect)) {
            world.signedIn("s1", LUKE, "phone");
            world.signedIn("s2", LEIA, "phone");

            assertThat(world.tokensOf(LUKE)).isEmpty();
            assertThat(world.tokensOf(LEIA)).containsExactly("phone");
            assertThat(world.rows()).isEqualTo(1);

            world.device("s1", LUKE, "phone");
            assertThat(world.tokensOf(LUKE)).containsExactly("phone");
            assertThat(world.tokensOf(LEIA)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sessionsThatShowOneTokenAtOnceAllSucceedAndOneHasIt(Dialect dialect) throws Exception {
        try (PushWorld world = world(dialect)) {
            IntStream.range(0, 20).forEach(i -> world.session("s" + i, LUKE));
            List<CompletionStage<@Nullable Void>> all = IntStream.range(0, 20)
                    .mapToObj(i -> world.pushes.register(new Device("one", LUKE, "s" + i, FAR, "phone", null)))
                    .toList();
            all.forEach(PushWorld::get);

            assertThat(world.rows()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatEndedOrExpiredHasNone(Dialect dialect) throws Exception {
        try (PushWorld world = world(dialect)) {
            world.signedIn("s1", LUKE, "t1");
            world.signedIn("s2", LUKE, "t2");
            world.signedIn("s3", LUKE, "t3");
            world.sql("DELETE FROM sessions WHERE id = 's1'");
            world.sql("UPDATE sessions SET expires_at = " + world.clock.millis() + " WHERE id = 's2'");

            assertThat(world.tokensOf(LUKE)).containsExactly("t3");
            assertThat(world.rows()).isEqualTo(3);
            world.device("s3", LUKE, "t3");
            assertThat(world.rows()).as("the next of the user cleans up").isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenOfAnotherIssuerCountsUntilItExpiresOrIsSignedOut(Dialect dialect) throws Exception {
        try (PushWorld world = world(dialect)) {
            world.device("jwt_1", LUKE, "t1");
            world.device("jwt_2", LUKE, "t2");
            world.device("jwt_3", LEIA, "t3");
            get(world.pushes.register(new Device("one", LUKE, "jwt_4", world.clock.millis() + 1000, "t4", null)));
            assertThat(world.tokensOf(LUKE)).containsExactly("t1", "t2", "t4");

            world.clock.advance(Duration.ofSeconds(2));
            world.sql("INSERT INTO ended_tokens (app, id, expires_at) VALUES ('one', 'jwt_1', " + FAR + ")");
            assertThat(world.tokensOf(LUKE)).containsExactly("t2");

            world.sql("INSERT INTO token_floors (app, user_id, floor, kept) VALUES ('one', 'id-" + LUKE + "', "
                    + world.clock.millis() + ", 'jwt_9')");
            assertThat(world.tokensOf(LUKE)).as("all of before were signed out").isEmpty();
            world.device("jwt_5", LUKE, "t5");
            assertThat(world.tokensOf(LUKE)).containsExactly("t5");
            world.sql("UPDATE token_floors SET kept = 'jwt_2'");
            assertThat(world.tokensOf(LUKE, LEIA)).as("but one").containsExactly("t3", "t5");

            world.sql("UPDATE users SET disabled = 1");
            assertThat(world.tokensOf(LUKE, LEIA)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void textsThatAreNoTokenLeaveTheSessionWithout(Dialect dialect) throws Exception {
        try (PushWorld world = world(dialect)) {
            for (String none : List.of("Out", "out", "", "  ", "null", "a b", "x".repeat(1025), "a\u0000", "é")) {
                world.sql("DELETE FROM sessions");
                world.signedIn("s1", LUKE, "t1");
                world.device("s1", LUKE, none);

                assertThat(world.rows()).as(none).isZero();
            }
            get(world.pushes.register(new Device("one", LUKE, "s1", FAR, "x".repeat(1024), "odd\u0000platform")));
            assertThat(world.tokensOf(LUKE)).containsExactly("x".repeat(1024));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofOneUserTheNewestAreKept(Dialect dialect) throws Exception {
        try (PushWorld world = world(dialect)) {
            int most = DeviceStore.MAX_PER_USER;
            world.sql(IntStream.range(0, most + 2)
                    .mapToObj(i -> "('one', 'jwt_" + i + "', '" + LUKE + "', " + FAR + ", 't" + i + "', " + i + ")")
                    .collect(Collectors.joining(
                            ", ",
                            "INSERT INTO push_devices (app, session, user_id, expires_at, token, updated_at) VALUES ",
                            "")));
            world.device("jwt_" + (most + 2), LUKE, "t" + (most + 2));

            assertThat(world.tokensOf(LUKE))
                    .hasSize(DeviceStore.MAX_PER_USER)
                    .doesNotContain("t0", "t1", "t2")
                    .contains("t3", "t102");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAppsDevicesGoWithIt(Dialect dialect) throws Exception {
        try (PushWorld world = world(dialect)) {
            world.signedIn("s1", LUKE, "t1");
            get(world.pushes.register(new Device("two", LUKE, "jwt_1", FAR, "t1", null)));
            assertThat(world.rows()).as("a token belongs to an app").isEqualTo(2);
            get(world.database.<@Nullable Void>write(handle -> {
                PushTables.deleteAllOf(handle, "two");
                return null;
            }));

            assertThat(world.tokensOf(LUKE)).containsExactly("t1");
            assertThat(world.rows()).isEqualTo(1);
        }
    }

    @Test
    void expiredOnesAreSweptOnceInAWhile() throws Exception {
        try (PushWorld world = world(Dialect.SQLITE)) {
            get(world.pushes.register(new Device("one", LEIA, "jwt_1", world.clock.millis() + 1000, "t1", null)));
            world.clock.advance(Duration.ofMinutes(61));
            world.device("jwt_2", LUKE, "t2");

            assertThat(world.rows()).isEqualTo(1);
        }
    }

    @Test
    void statementsUseIndexes() throws Exception {
        try (PushWorld world = world(Dialect.SQLITE)) {
            for (String sql : List.of(
                    DeviceStore.FIND,
                    DeviceStore.FIND_ONE,
                    DeviceStore.DELETE_DEAD,
                    DeviceStore.DELETE_EXPIRED,
                    DeviceStore.DELETE_OTHERS,
                    DeviceStore.DELETE_BEYOND,
                    DeviceStore.DELETE_TOKEN,
                    DeviceStore.DELETE_SESSION)) {
                String plain = sql.replace("<users>", "'a', 'b'").replaceAll(":\\w+", "'x'");
                List<String> plan = get(world.database.read(handle -> handle.createQuery("EXPLAIN QUERY PLAN " + plain)
                        .map((results, context) -> results.getString("detail"))
                        .list()));
                assertThat(plan).as(sql).isNotEmpty().noneMatch(step -> step.startsWith("SCAN"));
            }
        }
    }
}
