package dev.parley.server.gateway.vchat;

import static dev.parley.server.gateway.vchat.ChatApp.list;
import static dev.parley.server.gateway.vchat.ChatApp.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.server.gateway.vchat.ChatApp.Someone;
import dev.parley.server.gateway.vchat.ChatApp.Upload;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Groups (vchat 3, R6 to R12). */
class GroupCallsTest {

    private static final String NO_ROOM = "61cd8fb33bd8731be040e103";
    private static final String NO_ACCESS = "you dont have access";
    private static final String NO_MEMBER = "You Not Exist In This Room";
    private static ChatApp app;

    private Someone ann;
    private Someone bob;
    private Someone cid;

    @BeforeAll
    static void start() {
        app = new ChatApp("vchat: { maxGroupMembers: 4 }\n");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void sign() {
        ann = app.someone();
        bob = app.someone();
        cid = app.someone();
    }

    @Test
    void groupIsMadeByJsonAndByForm() {
        JsonNode byJson = ann.post("room/group", "title", "T <b>🎉</b>", "peerEmails:", list(bob.email, cid.email))
                .good();
        JsonNode byForm = ann.form(
                        "room/group",
                        List.of("title", "T <b>🎉</b>", "peerEmails", list(bob.email, cid.email)),
                        new Upload("g.png", png(9, 9)))
                .good();
        JsonNode byFields = ann.form(
                        "room/group", List.of("title", "T <b>🎉</b>", "peerEmails", bob.email, "peerEmails", cid.email))
                .good();

        for (JsonNode room : List.of(byJson, byForm, byFields)) {
            assertThat(room.get("roomType").asString()).isEqualTo("groupChat");
            assertThat(room.get("title").asString()).isEqualTo("T <b>🎉</b>");
            assertThat(room.get("roomMembersCount").asInt()).isEqualTo(3);
            assertThat(room.at("/groupSetting/role").asString()).isEqualTo("admin");
            assertThat(room.at("/groupSetting/isGroupCreator").asBoolean()).isTrue();
            assertThat(room.at("/lastMessage/messageType").asString()).isEqualTo("create");
            assertThat(bob.get("room?id=" + room.get("_id").asString())
                            .good()
                            .at("/groupSetting/role")
                            .asString())
                    .isEqualTo("member");
        }
        assertThat(byJson.get("thumbImage").asString()).isEqualTo("default_group_image.png");
        assertThat(byForm.get("thumbImage").asString())
                .startsWith("GROUP_CHAT_")
                .endsWith(".jpg");
    }

    @Test
    void groupNeedsATitleAndSomebodyElseWhoIsThere() {
        int before = app.kept().size();
        Upload picture = new Upload("g.png", png(9, 9));

        ann.form("room/group", List.of("title", "t", "peerEmails", list(ann.email)), picture)
                .bad(400);
        ann.form("room/group", List.of("title", " ", "peerEmails", list(bob.email)), picture)
                .bad(400);
        ann.form("room/group", List.of("title", "t".repeat(300), "peerEmails", list(bob.email)), picture)
                .bad(400);
        ann.post("room/group", "title", "t").bad(400);
        ann.post("room/group", "title", "t", "peerEmails:", "[]").bad(400);
        ann.post("room/group", "title", "t", "peerEmails:", "{}").bad(400);
        assertThat(ann.post("room/group", "title", "t", "peerEmails:", list(bob.email, "x", "y", "x"))
                        .bad(404))
                .isEqualTo("User not in v chat database: 2 of 3");
        ann.post("room/group", "title", "t", "peerEmails:", list("1", "2", "3", "4", "5"))
                .bad(400);
        ann.form("room/group", List.of("title", "t", "peerEmails", bob.email), new Upload("g", new byte[9]))
                .bad(415);

        assertThat(ann.get("room").good().isEmpty()).isTrue();
        await().untilAsserted(() -> assertThat(app.kept()).hasSize(before));
    }

    @Test
    void adminsAddUsersByTheirEmails() {
        String room = ann.group(bob);

        assertThat(ann.post("room/add-member", "roomId", room, "peersId:", list(cid.email, bob.email))
                        .good()
                        .asString())
                .isEqualTo("users has been added successfully");

        assertThat(cid.get("room?id=" + room).good().get("roomMembersCount").asInt())
                .isEqualTo(3);
        assertThat(cid.last(room).get("messageType").asString()).isEqualTo("add");
        assertThat(cid.last(room).get("content").asString()).isEqualTo(cid.email);
        ann.post("room/add-member", "roomId", room, "peersId:", list(cid.email)).good();
        assertThat(bob.post("room/add-member", "roomId", room, "peersId:", list(app.someone().email))
                        .bad(403))
                .isEqualTo(NO_ACCESS);
        Someone eve = app.someone();
        assertThat(eve.post("room/add-member", "roomId", room, "peersId:", list(eve.email))
                        .bad(403))
                .isEqualTo(NO_MEMBER);
        ann.post("room/add-member", "roomId", room, "peersId:", list("nobody")).bad(404);
        ann.post("room/add-member", "roomId", room).bad(400);
        ann.post("room/add-member", "roomId", NO_ROOM, "peersId:", list(cid.email))
                .bad(404);
        ann.post("room/add-member", "roomId", ann.roomWith(bob), "peersId:", list(cid.email))
                .bad(400);
        ann.post("room/add-member", "roomId", room, "peersId:", list(eve.email, app.someone().email))
                .bad(400);
    }

    @Test
    void titleAndPictureAreChangedByAdmins() {
        String room = ann.group(bob);

        JsonNode titled = ann.post("room/update-group-info", "roomId", room, "groupName", "new 🎉")
                .good();
        assertThat(titled.propertyNames()).containsExactly("name", "imageThumb");
        assertThat(titled.get("name").asString()).isEqualTo("new 🎉");
        assertThat(titled.get("imageThumb").asString()).isEqualTo("default_group_image.png");
        JsonNode shown = ann.form("room/update-group-info", List.of("roomId", room), new Upload("g", png(5, 5)))
                .good();
        assertThat(shown.get("name").asString()).isEqualTo("new 🎉");
        assertThat(shown.get("imageThumb").asString()).startsWith("GROUP_CHAT_");
        assertThat(bob.get("room?id=" + room).good().at("/groupSetting/imageThumb"))
                .isEqualTo(shown.get("imageThumb"));
        assertThat(bob.last(room).get("messageType").asString()).isEqualTo("info");
    }

    @Test
    void pictureOfAGroupThatOneMayNotChangeIsNotKept() {
        String room = ann.group(bob);
        String single = ann.roomWith(bob);
        Upload picture = new Upload("g.png", png(9, 9));
        int before = app.kept().size();

        assertThat(bob.form("room/update-group-info", List.of("roomId", room), picture)
                        .bad(403))
                .isEqualTo(NO_ACCESS);
        assertThat(cid.form("room/update-group-info", List.of("roomId", room), picture)
                        .bad(403))
                .isEqualTo(NO_MEMBER);
        ann.form("room/update-group-info", List.of("roomId", single), picture).bad(400);
        ann.form("room/update-group-info", List.of("roomId", NO_ROOM), picture).bad(404);
        ann.form("room/update-group-info", List.of("roomId", room, "groupName", "t".repeat(300)), picture)
                .bad(400);
        ann.post("room/update-group-info", "roomId", room).bad(400);
        ann.post("room/update-group-info", "roomId", room, "groupName", " ").bad(400);

        await().untilAsserted(() -> assertThat(app.kept()).hasSize(before));
    }

    @Test
    void rolesGoUpAndDown() {
        String room = ann.group(bob, cid);

        assertThat(role(ann, room, bob, "admin").good().asString()).isEqualTo("Upgrade");
        assertThat(bob.get("room?id=" + room).good().at("/groupSetting/role").asString())
                .isEqualTo("admin");
        assertThat(bob.last(room).get("messageType").asString()).isEqualTo("upgrade");
        assertThat(role(bob, room, ann, "member").bad(400)).contains("made the group");
        role(bob, room, bob, "member").bad(400);
        assertThat(role(ann, room, bob, "member").good().asString()).isEqualTo("Downgrade");
        assertThat(role(bob, room, cid, "admin").bad(403)).isEqualTo(NO_ACCESS);
        role(ann, room, bob, "owner").bad(400);
        role(ann, room, app.someone(), "admin").bad(400);
        ann.post("room/update-member-state", "roomId", room, "peerId", "nonsense", "state", "admin")
                .bad(400);
        role(ann, NO_ROOM, bob, "admin").bad(404);
    }

    private static ChatApp.Reply role(Someone by, String room, Someone of, String state) {
        return by.post("room/update-member-state", "roomId", room, "peerId", of.id, "state", state);
    }

    @Test
    void membersAreListedFromPageOne() {
        String room = ann.group(bob, cid);

        JsonNode members =
                bob.get("room/group-members?lastIndex=1&roomId=" + room).good();

        assertThat(members.size()).isEqualTo(3);
        assertThat(members.get(0).propertyNames()).containsExactly("_id", "imageThumb", "email", "name", "role");
        assertThat(members.get(0).get("_id").asString()).isEqualTo(ann.id);
        assertThat(members.get(0).get("role").asString()).isEqualTo("admin");
        assertThat(members.get(1).get("email").asString()).isEqualTo(bob.email);
        assertThat(bob.get("room/group-members?roomId=" + room).good()).isEqualTo(members);
        assertThat(bob.get("room/group-members?lastIndex=2&roomId=" + room)
                        .good()
                        .isEmpty())
                .isTrue();
        assertThat(app.someone()
                        .get("room/group-members?lastIndex=1&roomId=" + room)
                        .bad(403))
                .isEqualTo(NO_MEMBER);
        bob.get("room/group-members?lastIndex=1").bad(400);
        bob.get("room/group-members?lastIndex=x&roomId=" + room).bad(400);
    }

    @Test
    void adminsPutMembersOut() {
        String room = ann.group(bob, cid);

        assertThat(cid.post("room/kick-member", "roomId", room, "peerId", bob.id)
                        .bad(403))
                .isEqualTo(NO_ACCESS);
        assertThat(ann.post("room/kick-member", "roomId", room, "peerId", bob.id)
                        .good()
                        .asString())
                .isEqualTo("kicked successfully");

        assertThat(bob.get("room?id=" + room).bad(403)).isEqualTo(NO_MEMBER);
        assertThat(ann.last(room).get("messageType").asString()).isEqualTo("kick");
        assertThat(ann.last(room).get("content").asString()).isEqualTo(bob.email);
        ann.post("room/kick-member", "roomId", room, "peerId", bob.id).bad(400);
        ann.post("room/kick-member", "roomId", room, "peerId", ann.id).bad(400);
        role(ann, room, cid, "admin").good();
        cid.post("room/kick-member", "roomId", room, "peerId", ann.id).bad(400);
    }

    @Test
    void kickWithoutAPeerIsNoLeaveUnlessItNamesAGroup() {
        String room = ann.group(bob, cid);

        ann.post("room/kick-member", "roomId", room).bad(400);
        ann.post("room/kick-member", "roomId", room, "groupId", room).bad(400);
        ann.post("room/kick-member").bad(400);
        ann.get("room?id=" + room).good();
    }

    @ParameterizedTest
    @ValueSource(strings = {"room/leave-group-chat", "room/kick-member"})
    void membersLeave(String path) {
        String room = ann.group(bob, cid);

        assertThat(bob.post(path, "groupId", room).good().asString()).isEqualTo("leaved successfully");

        assertThat(bob.post(path, "groupId", room).bad(403)).isEqualTo(NO_MEMBER);
        assertThat(ann.last(room).get("messageType").asString()).isEqualTo("leave");
        ann.post(path, "groupId", NO_ROOM).bad(404);
        ann.post(path, "groupId", ann.roomWith(bob)).bad(400);
    }

    @Test
    void olderClientsLeaveByPath() {
        String room = ann.group(bob);

        assertThat(app.call("DELETE", bob.token, "room/leave/" + room, "")
                        .good()
                        .asString())
                .isEqualTo("leaved successfully");
        app.call("DELETE", bob.token, "room/leave/" + room, "").bad(403);
        app.call("DELETE", bob.token, "room/leave/x", "").bad(404);
    }
}
