package dev.parley.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.admin.Channel;
import dev.parley.admin.ConflictException;
import dev.parley.admin.FieldError;
import dev.parley.admin.InvalidRequestException;
import dev.parley.admin.Member;
import dev.parley.admin.Message;
import dev.parley.admin.NotFoundException;
import dev.parley.admin.ParleyAdmin;
import dev.parley.admin.Published;
import dev.parley.admin.PublishedBatch;
import dev.parley.admin.Subscriber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages, channels and connections: what each operation is walked by, with a device that listens. */
final class MessagingWalks {

    /** A channel and a user that need percent-encoding. */
    private static final String ROOM = "a/b 100% +ü😀";

    private static final String HAN = "customer/17 ü";

    private final String url;
    private final ParleyAdmin admin;

    MessagingWalks(String url, ParleyAdmin admin) {
        this.url = url;
        this.admin = admin;
    }

    private Device device(String more) {
        return new Device(url, "\"envId\":\"shop\",\"clientKey\":\"ck-1\",\"echoMessages\":\"true\"" + more);
    }

    private Device deviceOf(String user) {
        String token = admin.tokens().mint(user).token();
        return device(",\"Session\":\"" + token + "\"");
    }

    private Device memberOf(String channel) {
        Device device = device("");
        device.command("join", "{\"channel\":\"" + channel + "\"}");
        return device;
    }

    Map<String, Runnable> all() {
        Map<String, Runnable> walks = new TreeMap<>();
        walks.put("publish", this::publish);
        walks.put("publishBatch", this::publishBatch);
        walks.put("raiseUserEvent", () -> {
            try (Device device = deviceOf(HAN)) {
                assertThat(admin.users()
                                .raiseEvent(HAN, "user:update", null, Map.of("name", "Han"))
                                .offset())
                        .isPositive();
                assertThat(device.event("user:update")).contains("null,{\"name\":\"Han\"}");
            }
        });
        walks.put("listChannels", () -> {
            try (Device one = memberOf("list-1");
                    Device two = memberOf("list-2");
                    Device three = memberOf("list-3")) {
                assertThat(List.of(one.id(), two.id(), three.id())).doesNotHaveDuplicates();
                assertThat(admin.channels().list("list-").pageSize(2))
                        .containsExactly(new Channel("list-1", 1), new Channel("list-2", 1), new Channel("list-3", 1));
                assertThat(admin.channels().list().stream().map(Channel::name)).contains("list-1");
            }
        });
        walks.put("getChannel", () -> {
            try (Device device = memberOf(ROOM)) {
                assertThat(device.id()).isNotEmpty();
                assertThat(admin.channels().get(ROOM)).isEqualTo(new Channel(ROOM, 1));
                assertThat(admin.channels().get("nobody")).isEqualTo(new Channel("nobody", 0));
            }
        });
        walks.put("listMembers", this::members);
        walks.put("listSubscribers", () -> {
            try (Device device = deviceOf("lister")) {
                device.command("join", "{\"channel\":\"c\"}");
                assertThat(admin.subscribers().ofUser("lister", 5).subscribers())
                        .containsExactly(new Subscriber(device.id(), "lister", List.of("c")));
                assertThat(admin.subscribers().ofUser("lister").total()).isEqualTo(1);
            }
        });
        walks.put("disconnectSubscriber", () -> {
            try (Device device = device("")) {
                admin.subscribers().disconnect(device.id());
                device.await("41");
                assertThatThrownBy(() -> admin.subscribers().disconnect(device.id()))
                        .isInstanceOf(NotFoundException.class);
            }
        });
        walks.put("disconnectUser", () -> {
            try (Device device = deviceOf("leaver")) {
                assertThat(admin.users().disconnect("leaver")).isEqualTo(1);
                device.await("41");
                assertThat(admin.subscribers().disconnectUser("leaver")).isZero();
            }
        });
        return walks;
    }

    private void publish() {
        try (Device device = memberOf(ROOM)) {
            long offset = admin.realtime()
                    .send(ROOM, "chat", Map.of("text", "ünï ☃ 𝄞"))
                    .offset();
            assertThat(device.event("chat")).contains("\"message\":{\"text\":\"ünï ☃ 𝄞\"}");
            admin.realtime().broadcast("all", Arrays.asList(1, null, "x"));
            assertThat(device.event("all")).contains("[1,null,\"x\"]");
            Message once = Message.to(ROOM, "once", 1);
            Published first = admin.realtime().publish(once, "key-1");
            assertThat(first.position().offset()).isEqualTo(offset + 1);
            assertThat(first.replayed()).isFalse();
            assertThat(admin.realtime().publish(once, "key-1")).isEqualTo(new Published(first.position(), true));
            assertThatThrownBy(() -> admin.realtime().publish(Message.to(ROOM, "other"), "key-1"))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("idempotency_key_reused");
        }
    }

    private void publishBatch() {
        try (Device device = memberOf("batch")) {
            PublishedBatch done = admin.realtime()
                    .publishBatch(List.of(
                            Message.to("batch", "one", 1), Message.toEveryone("two"), Message.to("batch", "three", 3)));
            assertThat(done.positions()).hasSize(3);
            device.event("one");
            device.event("two");
            device.event("three");
            InvalidRequestException wrong = catchThrowableOfType(
                    InvalidRequestException.class,
                    () -> admin.realtime().publishBatch(List.of(Message.to("c", "e"), Message.to("c", " "))));
            assertThat(wrong.errors()).extracting(FieldError::field).containsExactly("messages[1].event");
        }
    }

    private void members() {
        List<Device> devices = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                Device device = deviceOf("member");
                device.command("update", "{\"data\":{\"n\":" + i + "}}");
                device.command("join", "{\"channel\":\"members\"}");
                devices.add(device);
            }
            List<Member> all = admin.realtime().getMembers("members");
            assertThat(all)
                    .extracting(Member::id)
                    .containsExactlyInAnyOrderElementsOf(
                            devices.stream().map(Device::id).toList());
            assertThat(all).extracting(Member::user).containsOnly("member");
            assertThat(all.getFirst().data().value()).isInstanceOf(Map.class);
            assertThat(admin.channels().members("members").pageSize(2)).hasSize(5);
            assertThat(admin.realtime().getMembersAsync("nobody").join()).isEmpty();
        } finally {
            devices.forEach(Device::close);
        }
    }
}
