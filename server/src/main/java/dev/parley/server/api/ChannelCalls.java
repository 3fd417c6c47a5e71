package dev.parley.server.api;

import dev.parley.core.AudienceKey;
import dev.parley.core.ChannelCount;
import dev.parley.core.Hub;
import dev.parley.core.Member;
import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Who is in which channel. */
final class ChannelCalls {

    /** Half a surrogate pair cannot stand in a URL; what takes its place sorts behind all of them, so that pages go on. */
    private static final char REPLACEMENT = '\uFFFD';

    private final Hub hub;
    private final Executor beside;

    /** @param beside does what would hold up an event loop */
    ChannelCalls(Hub hub, Executor beside) {
        this.hub = hub;
        this.beside = beside;
    }

    CompletionStage<Answer> list(Call call) {
        String prefix = call.parameter("prefix") == null ? "" : String.valueOf(call.parameter("prefix"));
        int limit = call.limit();
        return hub.channels(call.ownApp().id(), prefix, call.parameter("after"), limit)
                .thenApplyAsync(
                        channels -> {
                            JsonWriter json =
                                    new JsonWriter().open('{').name("channels").open('[');
                            channels.forEach(channel -> channel(json, channel));
                            String last = channels.size() < limit
                                    ? null
                                    : wellFormed(channels.getLast().name());
                            return Answer.json(
                                    json.close(']').field("next", last).close('}'));
                        },
                        beside);
    }

    CompletionStage<Answer> one(Call call) {
        String name = call.channel();
        return hub.memberCount(AudienceKey.channel(call.ownApp().id(), name)).thenApply(members -> {
            JsonWriter json = new JsonWriter();
            channel(json, new ChannelCount(name, members));
            return Answer.json(json);
        });
    }

    CompletionStage<Answer> members(Call call) {
        String after = call.parameter("after");
        int limit = call.limit();
        return hub.members(AudienceKey.channel(call.ownApp().id(), call.channel()))
                .thenApplyAsync(all -> members(all, after, limit), beside);
    }

    private static Answer members(List<Member> all, @Nullable String after, int limit) {
        List<Member> page = page(all, after, limit + 1);
        boolean more = page.size() > limit;
        List<Member> shown = more ? page.subList(0, limit) : page;
        JsonWriter json = new JsonWriter().open('{').name("members").open('[');
        for (Member member : shown) {
            json.open('{').field("id", member.id()).field("user", member.user());
            Payload profile = member.profile();
            if (profile != null && profile.isBinary()) {
                json.raw("data", AttachmentText.of(profile));
            } else if (profile != null) {
                json.raw("data", profile);
            }
            json.close('}');
        }
        return Answer.json(json.close(']')
                .field("total", all.size())
                .field("next", more ? shown.getLast().id() : null)
                .close('}'));
    }

    /** The first behind {@code after} by id: an order that stays while members come and go. */
    private static List<Member> page(List<Member> all, @Nullable String after, int most) {
        PriorityQueue<Member> first =
                new PriorityQueue<>(Comparator.comparing(Member::id).reversed());
        for (Member member : all) {
            if (after == null || member.id().compareTo(after) > 0) {
                first.add(member);
                if (first.size() > most) {
                    first.poll();
                }
            }
        }
        List<Member> page = new ArrayList<>(first);
        page.sort(Comparator.comparing(Member::id));
        return page;
    }

    private static void channel(JsonWriter json, ChannelCount channel) {
        json.open('{')
                .field("name", channel.name())
                .field("members", channel.members())
                .close('}');
    }

    private static String wellFormed(String name) {
        StringBuilder text = new StringBuilder(name);
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                text.setCharAt(i, REPLACEMENT);
            }
            i += Character.charCount(c) - 1;
        }
        return text.toString();
    }
}
