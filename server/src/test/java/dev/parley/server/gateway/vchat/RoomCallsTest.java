package dev.parley.server.gateway.vchat;

import static dev.parley.server.gateway.vchat.ChatApp.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.gateway.vchat.ChatApp.Someone;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Rooms, and those of two users (vchat 3, R1 to R5). */
class RoomCallsTest {

    private static final String NO_ROOM = "61cd8fb33bd8731be040e103";
    private static ChatApp app;

    private Someone ann;
    private Someone bob;

    @BeforeAll
    static void start() {
        app = new ChatApp("");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void sign() {
        ann = app.someone();
        bob = app.someone();
    }

    @Test
    void firstMessageMakesTheRoomAndTheNextOneIsAppended() {
        JsonNode first = ann.post("room/single", "peerEmail", bob.email, "message", "first")
                .good();
        JsonNode second = ann.post("room/single", "peerEmail", bob.email, "message", "second")
                .good();

        assertThat(second.get("_id")).isEqualTo(first.get("_id"));
        assertThat(first.get("roomType").asString()).isEqualTo("single");
        assertThat(first.get("title").asString()).isEqualTo(bob.email);
        assertThat(first.get("peerId").asString()).isEqualTo(bob.id);
        assertThat(first.get("peerEmail").asString()).isEqualTo(bob.email);
        assertThat(first.get("unReadCount").asInt()).isZero();
        assertThat(first.get("groupSetting").isNull()).isTrue();
        assertThat(second.at("/lastMessage/content").asString()).isEqualTo("second");
        JsonNode his = bob.get("room?page=0").good().get(0);
        assertThat(his.get("title").asString()).isEqualTo(ann.email);
        assertThat(his.get("unReadCount").asInt()).isEqualTo(2);
    }

    @Test
    void roomsAreNotMadeWithNobodyOrOneselfOrNothingToSay() {
        assertThat(ann.post("room/single", "peerEmail", "nobody", "message", "x")
                        .bad(404))
                .isEqualTo("User not in v chat database");
        assertThat(ann.post("room/single", "peerEmail", ann.email, "message", "x")
                        .bad(400))
                .contains("yourself");
        ann.post("room/single", "peerEmail", bob.email, "message", " \n").bad(400);
        ann.post("room/single", "peerEmail", bob.email).bad(400);
        ann.post("room/single", "message", "x").bad(400);
        ann.post("room/single", "peerEmail", bob.email, "message:", "\"half \\ud83d\"")
                .bad(400);
        assertThat(ann.get("room").good().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<script>alert(1)</script>", "שלום \u202eabc", "👩‍👩‍👧‍👦 🎉", "\"\\\u2028\u0001\t", " spaces "
            })
    void textsArriveAsTheyWereSent(String text) {
        String room = ann.post("room/single", "peerEmail", bob.email, "message", text)
                .good()
                .get("_id")
                .asString();

        assertThat(bob.last(room).get("content").asString()).isEqualTo(text);
    }

    @Test
    void roomsAreListedByTheirLastMessageTwentyAPage() {
        List<Someone> peers =
                IntStream.range(0, 21).mapToObj(_ -> app.someone()).toList();
        List<String> rooms = peers.stream().map(ann::roomWith).toList();
        String oldest = ann.roomWith(peers.getFirst());
        assertThat(oldest).isEqualTo(rooms.getFirst());

        JsonNode page = ann.get("room?page=0").good();
        assertThat(page.size()).isEqualTo(20);
        assertThat(page.get(0).get("_id").asString()).isEqualTo(oldest);
        assertThat(page.get(1).get("_id").asString()).isEqualTo(rooms.getLast());
        assertThat(ann.get("room").good()).isEqualTo(page);
        JsonNode next = ann.get("room?page=1").good();
        assertThat(next.valueStream().map(room -> room.get("_id").asString())).containsExactly(rooms.get(1));
        assertThat(ann.get("room?page=2").good().isEmpty()).isTrue();
        assertThat(ann.get("room?page=999999999").good().isEmpty()).isTrue();
        ann.get("room?page=-1").bad(400);
        ann.get("room?page=99999999999").bad(400);
    }

    @Test
    void oneRoomIsShownToItsMembersOnly() {
        String room = ann.roomWith(bob);
        Someone eve = app.someone();

        assertThat(ann.get("room?id=" + room).good().get("_id").asString()).isEqualTo(room);
        assertThat(eve.get("room?id=" + room).bad(403)).isEqualTo("You Not Exist In This Room");
        eve.get("room?id=" + NO_ROOM).bad(404);
        eve.get("room?id=nonsense").bad(404);
    }

    @Test
    void roomIsFoundByThePeersEmail() {
        assertThat(ann.post("room/check-if-there-room", "peerEmail", bob.email)
                        .good()
                        .isBoolean())
                .isTrue();
        String room = ann.roomWith(bob);

        JsonNode found =
                bob.post("room/check-if-there-room", "peerEmail", ann.email).good();
        assertThat(found.get("_id").asString()).isEqualTo(room);
        assertThat(found.get("title").asString()).isEqualTo(ann.email);
        for (String none : List.of("nobody", bob.email, app.someone().email)) {
            assertThat(bob.post("room/check-if-there-room", "peerEmail", none)
                            .good()
                            .asBoolean(true))
                    .isFalse();
        }
        bob.post("room/check-if-there-room").bad(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "roomId"})
    void mutingIsOnesOwnAndIsUndoneByTheSameCall(String field) {
        String room = ann.roomWith(bob);

        assertThat(ann.post("room/chat-notification", field, room).good().asString())
                .isEqualTo("done successfully");
        assertThat(ann.get("room?id=" + room).good().get("isMute").asInt()).isEqualTo(1);
        assertThat(bob.get("room?id=" + room).good().get("isMute").asInt()).isZero();
        ann.post("room/chat-notification", field, room).good();
        assertThat(ann.get("room?id=" + room).good().get("isMute").asInt()).isZero();
    }

    @Test
    void nobodyMutesRoomsOfOthers() {
        String room = ann.roomWith(bob);
        Someone eve = app.someone();

        eve.post("room/chat-notification", "roomId", room).bad(403);
        eve.post("room/chat-notification", "roomId", NO_ROOM).bad(404);
        eve.post("room/chat-notification", "roomId", "'; DROP TABLE chat_rooms").bad(404);
        eve.post("room/chat-notification").bad(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"peerId", "id"})
    void blockedRoomTakesNothingUntilTheBlockerOpensIt(String field) {
        String room = ann.roomWith(bob);

        assertThat(ann.post("room/ban-chat-user", field, bob.id).good().asString())
                .isEqualTo("done successfully");

        assertThat(bob.get("room?id=" + room).good().get("blockerId").asString())
                .isEqualTo(ann.id);
        for (Someone one : List.of(ann, bob)) {
            one.post("message/single", "type", "text", "roomId", room, "content", "x")
                    .bad(403);
            Someone other = one == ann ? bob : ann;
            one.post("room/single", "peerEmail", other.email, "message", "x").bad(403);
        }
        bob.post("room/ban-chat-user", field, ann.id).bad(403);
        ann.post("room/ban-chat-user", field, bob.id).good();
        bob.post("message/single", "type", "text", "roomId", room, "content", "x")
                .good();
    }

    @Test
    void onlyWhoHasARoomCanBeBlocked() {
        assertThat(ann.post("room/ban-chat-user", "peerId", bob.id).bad(404)).isNotBlank();
        ann.post("room/ban-chat-user", "peerId", ann.id).bad(400);
        ann.post("room/ban-chat-user", "peerId", "x\u0000").bad(404);
        ann.post("room/ban-chat-user").bad(400);
    }

    @Test
    void togglesAtOnceAreCountedEach() {
        String room = ann.roomWith(bob);

        List<CompletableFuture<Void>> calls = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    ann.post("room/ban-chat-user", "peerId", bob.id).good();
                    ann.post("room/chat-notification", "roomId", room).good();
                }))
                .toList();
        calls.forEach(CompletableFuture::join);

        JsonNode after = ann.get("room?id=" + room).good();
        assertThat(after.get("blockerId").isNull()).isTrue();
        assertThat(after.get("isMute").asInt()).isZero();
    }

    @Test
    void olderWordsMakeTheSameRoom() {
        JsonNode room = ann.post("room", "peerEmails:", list(bob.email), "roomType", "single", "message", "hi")
                .good();

        assertThat(ann.roomWith(bob)).isEqualTo(room.get("_id").asString());
        ann.post("room", "peerEmails:", list(bob.email, ann.email), "message", "hi")
                .bad(400);
        ann.post("room", "peerEmails:", list(bob.email), "roomType", "groupChat", "message", "hi")
                .bad(400);
        ann.post("room", "message", "hi").bad(400);
    }
}
