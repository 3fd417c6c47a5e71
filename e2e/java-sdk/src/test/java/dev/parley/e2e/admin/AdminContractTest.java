package dev.parley.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.admin.App;
import dev.parley.admin.AuditEntry;
import dev.parley.admin.ClientFamily;
import dev.parley.admin.ConflictException;
import dev.parley.admin.ForbiddenException;
import dev.parley.admin.Key;
import dev.parley.admin.MintedToken;
import dev.parley.admin.NewClientKey;
import dev.parley.admin.NewUser;
import dev.parley.admin.NotFoundException;
import dev.parley.admin.ParleyAdmin;
import dev.parley.admin.Session;
import dev.parley.admin.TokenRequest;
import dev.parley.admin.UnauthorizedException;
import dev.parley.admin.UnavailableException;
import dev.parley.admin.User;
import dev.parley.admin.UserChange;
import dev.parley.e2e.sdk.PackagedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the API by the SDK's own methods. What the server describes and is not walked here fails. */
class AdminContractTest {

    /** A user who needs percent-encoding. */
    private static final String HAN = "customer/17 ü";

    /** Operations that the SDK does not have, and why. */
    private static final Map<String, String> NOT_FOR_BACK_ENDS =
            Map.of("followLink", "a page for browsers", "probeLink", "for mail scanners");

    @TempDir
    private static Path folder;

    private static PackagedServer server;
    private static RecordingClient http;
    private static ParleyAdmin admin;

    private final Map<String, Runnable> walks = new TreeMap<>();

    @BeforeAll
    static void start() {
        server = PackagedServer.start(folder, """
                ops: { token: op-1 }
                apps:
                  - id: shop
                    serverKey: sk-1
                    clientKeys: [ { key: ck-1 } ]
                    skapi: { service: us31parley00, owner: a1b2c3d4-0000-4000-8000-000000000001 }
                """);
        http = new RecordingClient();
        admin = builder().serverKey("sk-1").operatorToken("op-1").build();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ParleyAdmin.Builder builder() {
        return ParleyAdmin.builder(server.url() + "/").app("shop").httpClient(http);
    }

    @TestFactory
    Stream<DynamicTest> everyOperation() throws Exception {
        walks.putAll(new MessagingWalks(server.url(), admin).all());
        describeUsers();
        describeSessions();
        describeKeysAndApps();
        List<Description.Operation> operations = Description.of(server.url());
        assertThat(operations).extracting(Description.Operation::id).containsAll(walks.keySet());
        assertThat(operations).extracting(Description.Operation::id).containsAll(NOT_FOR_BACK_ENDS.keySet());
        return operations.stream()
                .filter(operation -> !NOT_FOR_BACK_ENDS.containsKey(operation.id()))
                .map(operation -> DynamicTest.dynamicTest(operation.id(), () -> walk(operation)));
    }

    private void walk(Description.Operation operation) {
        Runnable walk = walks.get(operation.id());
        assertThat(walk).as("a walk of the operation").isNotNull();
        http.asked();
        walk.run();
        assertThat(http.asked())
                .anyMatch(request -> operation.request().matcher(request).matches());
    }

    private static User user(String name) {
        return admin.users().create(NewUser.builder().username(name).build());
    }

    private void describeUsers() {
        walks.put("createUser", () -> {
            User user = admin.users()
                    .create(NewUser.builder()
                            .id(HAN)
                            .email("han@example.com")
                            .phone("+14155550100")
                            .username("han")
                            .password("correct horse")
                            .name("Han")
                            .picture("https://example.com/han.png")
                            .profile(Map.of("team", "red"))
                            .verified(false)
                            .disabled(false)
                            .build());
            assertThat(user.id()).isEqualTo(HAN);
            assertThat(user.emailVerified()).isFalse();
            assertThat(user.profile().value()).isEqualTo(Map.of("team", "red"));
            assertThat(admin.users().get(HAN)).isEqualTo(user);
            NewUser same = NewUser.builder().email("han@example.com").build();
            ConflictException taken = catchThrowableOfType(
                    ConflictException.class, () -> admin.users().create(same));
            assertThat(taken.code()).isEqualTo("email_not_unique");
        });
        walks.put("listUsers", () -> {
            List<User> made =
                    Stream.of("u1", "u2", "u3").map(AdminContractTest::user).toList();
            assertThat(admin.users().list().pageSize(2).stream()).containsAll(made);
            assertThat(admin.users().findByUsername("u2")).contains(made.get(1));
            assertThat(admin.users().findByEmail("no+body@example.com")).isEmpty();
            assertThat(admin.users().findByPhone("+14155559999")).isEmpty();
        });
        walks.put("getUser", () -> {
            User user = user("getter");
            assertThat(admin.users().get(user.id())).isEqualTo(user);
            assertThatThrownBy(() -> admin.users().get("nobody")).isInstanceOf(NotFoundException.class);
        });
        walks.put("updateUser", () -> {
            String id = admin.users()
                    .create(NewUser.builder()
                            .username("changed")
                            .name("A")
                            .picture("https://a.example")
                            .build())
                    .id();
            User user = admin.users()
                    .update(id, UserChange.builder().name("B").picture(null).build());
            assertThat(user.name()).isEqualTo("B");
            assertThat(user.picture()).isNull();
            assertThat(user.username()).isEqualTo("changed");
        });
        walks.put("deleteUser", () -> {
            User user = user("gone");
            admin.users().delete(user.id());
            assertThatThrownBy(() -> admin.users().delete(user.id())).isInstanceOf(NotFoundException.class);
        });
    }

    private void describeSessions() {
        walks.put("mintToken", () -> {
            MintedToken plain = admin.tokens().mint("minted");
            assertThat(plain.idToken()).isNull();
            MintedToken bounded = admin.tokens()
                    .mint(TokenRequest.builder("minted")
                            .clients(ClientFamily.ALTOGIC)
                            .expiresIn(Duration.ofHours(1))
                            .channels(List.of("orders:*"))
                            .build());
            assertThat(bounded.session().channels()).containsExactly("orders:*");
            assertThat(Duration.between(bounded.session().createdAt(), bounded.expiresAt()))
                    .isEqualTo(Duration.ofHours(1));
            MintedToken skapi = admin.tokens()
                    .mint(TokenRequest.builder("5f0c7f3e-8a53-4c9b-9d43-0e6f5d2a7b10")
                            .clients(ClientFamily.SKAPI)
                            .build());
            assertThat(skapi.accessToken()).isEqualTo(skapi.token());
            assertThat(List.of(skapi.idToken(), skapi.refreshToken())).doesNotContainNull();
        });
        walks.put("listSessions", () -> {
            Session session = admin.tokens().mint("sessions").session();
            assertThat(admin.sessions().list("sessions")).containsExactly(session);
            assertThat(admin.sessions().list("nobody")).isEmpty();
        });
        walks.put("endSessions", () -> {
            admin.tokens().mint("ends");
            admin.sessions().endAll("ends");
            assertThat(admin.sessions().list("ends")).isEmpty();
        });
        walks.put("endSession", () -> {
            String id = admin.tokens().mint("end-1").session().id();
            admin.sessions().end(id);
            assertThatThrownBy(() -> admin.sessions().end(id)).isInstanceOf(NotFoundException.class);
        });
        walks.put("endSessionOfUser", () -> {
            String id = admin.tokens().mint("end-2").session().id();
            assertThatThrownBy(() -> admin.sessions().end("other", id)).isInstanceOf(NotFoundException.class);
            admin.sessions().end("end-2", id);
            assertThat(admin.sessions().list("end-2")).isEmpty();
        });
    }

    private void describeKeysAndApps() {
        walks.put("listKeys", () -> {
            assertThat(admin.keys().list()).filteredOn(Key::inFile).hasSize(2);
            assertThat(builder().operatorToken("op-1").build().keys().list())
                    .isEqualTo(admin.keys().list());
        });
        walks.put("createKey", () -> {
            Instant end = Instant.parse("2040-01-31T22:00:00Z");
            Key client = admin.keys()
                    .createClientKey(NewClientKey.builder()
                            .key("ck-mine")
                            .realtime(true)
                            .expires(end)
                            .allowedOrigins(List.of("https://example.com"))
                            .allowedIps(List.of("192.0.2.0/24"))
                            .enforceSession(true)
                            .build());
            assertThat(client.key()).isEqualTo("ck-mine");
            assertThat(client.settings()).isNotNull();
            assertThat(client.settings().expires()).isEqualTo(end);
            assertThat(admin.keys().createClientKey().key()).isNotEmpty();
            Key made = admin.keys().createServerKey();
            assertThat(made.isServerKey()).isTrue();
            assertThat(made.toString()).doesNotContain(String.valueOf(made.key()));
            ParleyAdmin other = builder().serverKey(String.valueOf(made.key())).build();
            assertThat(other.channels().get("c").members()).isZero();
        });
        walks.put("deleteKey", () -> {
            String id = String.valueOf(admin.keys().createClientKey().id());
            admin.keys().delete(id);
            assertThatThrownBy(() -> admin.keys().delete(id)).isInstanceOf(NotFoundException.class);
        });
        walks.put("listAudit", () -> {
            String id = user("audited").id();
            AuditEntry newest = admin.audit().list().iterator().next();
            assertThat(newest.action()).isEqualTo("user.create");
            assertThat(newest.subject()).isEqualTo(id);
            admin.users().delete(id);
            assertThat(admin.audit().list().pageSize(1).stream().limit(2))
                    .extracting(AuditEntry::action)
                    .containsExactly("user.delete", "user.create");
        });
        walks.put(
                "listApps",
                () -> assertThat(admin.apps().list()).extracting(App::id).contains("shop"));
        walks.put("getApp", () -> {
            assertThat(admin.apps().get("shop").inFile()).isTrue();
            assertThat(builder().serverKey("sk-1").build().apps().get("shop").id())
                    .isEqualTo("shop");
            assertThatThrownBy(() -> admin.apps().get("none")).isInstanceOf(NotFoundException.class);
        });
        walks.put("createApp", () -> {
            App app = admin.apps().create("made", Map.of("name", "Made"));
            assertThat(app.name()).isEqualTo("Made");
            assertThat(app.settings().value()).isEqualTo(Map.of("name", "Made"));
            assertThatThrownBy(() -> admin.apps().create("made")).isInstanceOf(ConflictException.class);
            Key key = admin.forApp("made").keys().createServerKey();
            ParleyAdmin made = admin.forApp("made", String.valueOf(key.key()));
            assertThat(made.users().list()).isEmpty();
        });
        walks.put("replaceApp", () -> {
            admin.apps().create("replaced", Map.of("name", "A", "maxNameLength", 100));
            App app = admin.apps().replace("replaced", Map.of("name", "B"));
            assertThat(app.settings().value()).isEqualTo(Map.of("name", "B"));
        });
        walks.put("updateApp", () -> {
            admin.apps().create("updated", Map.of("name", "A"));
            assertThat(admin.apps().update("updated", Map.of("suspended", true)).suspended())
                    .isTrue();
            Map<String, Object> reset = new TreeMap<>();
            reset.put("suspended", null);
            App app = admin.apps().update("updated", reset);
            assertThat(app.suspended()).isFalse();
            assertThat(app.name()).isEqualTo("A");
        });
        walks.put("deleteApp", () -> {
            admin.apps().create("deleted");
            admin.apps().delete("deleted");
            assertThatThrownBy(() -> admin.apps().delete("deleted")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> admin.apps().delete("shop")).isInstanceOf(ConflictException.class);
        });
    }

    @Test
    void keysThatMayNotAreToldApart() {
        ParleyAdmin wrong = builder().serverKey("sk-wrong").build();
        assertThatThrownBy(() -> wrong.users().get("u"))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageNotContaining("sk-wrong");
        ForbiddenException other = catchThrowableOfType(
                ForbiddenException.class,
                () -> admin.forApp("other", "sk-1").users().get("u"));
        assertThat(other.code()).isEqualTo("wrong_app");
    }

    @Test
    void aServerThatIsStartedAgainIsWaitedFor(@TempDir Path own) {
        try (PackagedServer restarted = PackagedServer.start(own)) {
            ParleyAdmin patient = ParleyAdmin.builder(restarted.url())
                    .serverKey(restarted.data().resolve("server-key"))
                    .retries(20)
                    .build();
            patient.realtime().send("room", "before", 1);
            restarted.kill();
            var sent = patient.realtime().sendAsync("room", "after", 2);
            ParleyAdmin hasty = ParleyAdmin.builder(restarted.url())
                    .serverKey(restarted.serverKey())
                    .retries(0)
                    .build();
            assertThatThrownBy(() -> hasty.channels().get("room")).isInstanceOf(UnavailableException.class);
            restarted.startAgain();
            assertThat(sent).succeedsWithin(Duration.ofSeconds(30));
        }
    }
}
