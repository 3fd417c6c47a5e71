package dev.parley.server.gateway.vchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.Message;
import dev.parley.chat.MessageType;
import dev.parley.chat.Role;
import dev.parley.chat.Room;
import dev.parley.chat.RoomKind;
import dev.parley.chat.RoomView;
import dev.parley.chat.UserKey;
import dev.parley.protocol.ByteBuilder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The types that v_chat's Dart client casts to (vchat 2). */
class VChatJsonTest {

    private static final String ME = "61cd8fb33bd8731be040e103";
    private static final String PEER = "61cd8ff33bd8731be040e108";
    private static final String TEXT = "<b>שלום</b> 🎉 \"quoted\" \u2028\u0001\\";
    private static final Message LAST = new Message(
            "61cd922a3bd8731be040e138",
            "61cd92223bd8731be040e11e",
            MessageType.TEXT,
            TEXT,
            null,
            ME,
            "me",
            "p.jpg",
            1_640_862_250_273L);
    private static final byte[] LAST_JSON = new LastMessage().of(LAST);
    private static final Profile PROFILE =
            new Profile(new UserKey("a", PEER), PEER, "user2", "default_user_image.png", "user2@x");

    @Test
    void aMessageHasTextsAndAnIntegerTime() {
        JsonNode json = read(out -> VChatJson.message(out, LAST));
        assertThat(json.get("content").asString()).isEqualTo(TEXT);
        assertThat(json.get("createdAt").isIntegralNumber()).isTrue();
        assertThat(json.get("messageAttachment").isNull()).isTrue();
        assertThat(json.propertyNames())
                .containsExactly(
                        "_id",
                        "messageType",
                        "messageAttachment",
                        "createdAt",
                        "content",
                        "senderId",
                        "senderName",
                        "senderImageThumb",
                        "roomId");
    }

    @Test
    void anAttachmentStaysAsItIsStored() {
        Message image = new Message(
                LAST.id(), LAST.roomId(), MessageType.IMAGE, "📷", "{\"imageUrl\":\"a.png\"}", ME, "me", "p.jpg", 1);
        JsonNode json = read(out -> VChatJson.message(out, image));
        assertThat(json.at("/messageAttachment/imageUrl").asString()).isEqualTo("a.png");
    }

    @Test
    void aSingleRoomShowsThePeer() {
        JsonNode json = read(out -> VChatJson.room(out, view(RoomKind.SINGLE, PEER, true), PROFILE, true, LAST_JSON));
        assertThat(json.get("roomType").asString()).isEqualTo("single");
        assertThat(json.get("title").asString()).isEqualTo("user2");
        assertThat(json.get("peerId").asString()).isEqualTo(PEER);
        assertThat(json.get("peerEmail").asString()).isEqualTo("user2@x");
        assertThat(json.get("thumbImage").asString()).isEqualTo("default_user_image.png");
        assertThat(json.get("groupSetting").isNull()).isTrue();
        assertThat(json.get("blockerId").asString()).isEqualTo(PEER);
        for (String flag : new String[] {"isOnline", "isMute", "ifPeerReadMyLastMessage"}) {
            assertThat(json.get(flag).isIntegralNumber()).as(flag).isTrue();
            assertThat(json.get(flag).asInt()).as(flag).isOne();
        }
        assertThat(json.get("unReadCount").asInt()).isEqualTo(3);
        assertThat(json.at("/lastMessage/_id").asString()).isEqualTo(LAST.id());
    }

    @Test
    void updatedAtIsNeverBeforeTheLastMessage() {
        JsonNode json = read(out -> VChatJson.room(out, view(RoomKind.SINGLE, PEER, true), PROFILE, true, LAST_JSON));
        assertThat(json.get("updatedAt").asLong()).isEqualTo(LAST.createdAt());
    }

    @Test
    void aGroupHasItsSettingAndNoPeer() {
        JsonNode json = read(out -> VChatJson.room(out, view(RoomKind.GROUP, null, false), null, false, LAST_JSON));
        assertThat(json.get("roomType").asString()).isEqualTo("groupChat");
        assertThat(json.get("peerId").isNull()).isTrue();
        assertThat(json.get("peerEmail").isNull()).isTrue();
        assertThat(json.get("title").asString()).isEqualTo("the group");
        JsonNode setting = json.get("groupSetting");
        assertThat(setting.get("isGroupCreator").isBoolean()).isTrue();
        assertThat(setting.get("role").asString()).isEqualTo("admin");
        assertThat(setting.get("roomMembersCount").asInt()).isEqualTo(11);
        assertThat(setting.get("imageThumb").asString()).isEqualTo("g.jpg");
    }

    @Test
    void picturesFromElsewhereAreNotShownAsOurs() {
        assertThat(Profile.picture("/api/v1/public/profile/REGISTER_1_THUMB.jpg"))
                .isEqualTo("REGISTER_1_THUMB.jpg");
        assertThat(Profile.picture("https://elsewhere.example/a.png")).isEqualTo("default_user_image.png");
        assertThat(Profile.picture(null)).isEqualTo("default_user_image.png");
    }

    private static RoomView view(RoomKind kind, @Nullable String peer, boolean muted) {
        boolean group = kind == RoomKind.GROUP;
        Room room = new Room(
                LAST.roomId(),
                kind,
                group ? "the group" : null,
                group ? "g.jpg" : null,
                ME,
                group ? null : PEER,
                1_640_862_250_000L,
                group ? 11 : 2,
                LAST);
        return new RoomView(room, ME, Role.ADMIN, 3, muted, peer, peer != null);
    }

    private static JsonNode read(Consumer<ByteBuilder> writer) {
        ByteBuilder out = new ByteBuilder();
        writer.accept(out);
        return JsonMapper.shared().readTree(out.toByteArray());
    }
}
