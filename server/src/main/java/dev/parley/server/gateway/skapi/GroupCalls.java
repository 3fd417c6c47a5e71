package dev.parley.server.gateway.skapi;

import dev.parley.core.AudienceKey;
import dev.parley.core.ChannelCount;
import dev.parley.core.Hub;
import dev.parley.core.Member;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.ChannelRights;
import dev.parley.server.identity.Denial;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Who is in a group, and which groups there are (skapi 2.3). Any thread. */
final class GroupCalls {

    private static final String CONNECTION = "cid";
    private static final Comparator<Member> BY_CONNECTION = Comparator.comparing(Member::id);

    private final Admission admission;
    private final Hub hub;
    private final Executor beside;
    private final GroupLists lists;

    GroupCalls(SkapiParts parts, Executor beside) {
        this.admission = parts.admission();
        this.hub = parts.hub();
        this.beside = beside;
        this.lists = new GroupLists(hub, beside, parts.config().skapi().scans());
    }

    /** Answers {@code get-ws-group}: what it is asked for shows in what the body has. */
    CompletionStage<byte[]> list(Caller caller, CallBody body) {
        Paging paging = Paging.of(body);
        if (body.has("searchFor") || !body.has(GroupSearch.GROUP)) {
            return groups(caller, body, paging);
        }
        return users(caller, body, paging);
    }

    private CompletionStage<byte[]> users(Caller caller, CallBody body, Paging paging) {
        String group =
                body.required(GroupSearch.GROUP, caller.service().app().config().maxNameLength());
        String user = body.userId("user_id");
        CallBody key = paging.startKey();
        String last = key == null ? null : connection(key);
        Denial denial = rights(caller).members(group);
        if (denial != null) {
            throw CallRefusal.of(denial);
        }
        if (paging.over()) {
            return CompletableFuture.completedFuture(noMore(caller));
        }
        return hub.members(AudienceKey.channel(caller.service().app().id(), group))
                .thenApplyAsync(
                        all -> PageJson.MEMBERS.write(
                                caller.service().id(), paging.limit(), few(all, user, last, paging)),
                        beside);
    }

    private static String connection(CallBody key) {
        String id = key.isText(CONNECTION) ? key.text(CONNECTION) : null;
        if (id == null) {
            throw Paging.wrongKey();
        }
        return id;
    }

    /** By connection: an order that stays while others come and go. */
    private static List<Member> few(List<Member> all, @Nullable String user, @Nullable String last, Paging paging) {
        Comparator<Member> order = paging.ascending() ? BY_CONNECTION : BY_CONNECTION.reversed();
        Member before = last == null ? null : new Member(last, null, null);
        FirstFew<Member> first = new FirstFew<>(paging.limit() + 1, order);
        for (Member member : all) {
            boolean fits = user == null || user.equals(member.user());
            if (fits && (before == null || order.compare(member, before) > 0)) {
                first.offer(member);
            }
        }
        return first.sorted();
    }

    private CompletionStage<byte[]> groups(Caller caller, CallBody body, Paging paging) {
        if (!body.has("searchFor")) {
            throw CallRefusal.invalid("The body needs a 'group', or what is to be searched for ('searchFor').");
        }
        GroupSearch search = GroupSearch.of(body, paging);
        if (paging.over()) {
            return CompletableFuture.completedFuture(noMore(caller));
        }
        PageJson<ChannelCount> json = switch (search) {
            case GroupSearch.ByName _ -> PageJson.GROUPS;
            case GroupSearch.ByCount _ -> PageJson.COUNTED_GROUPS;
        };
        return lists.find(caller.service().app(), search, paging.limit(), rights(caller))
                .thenApply(found -> json.write(caller.service().id(), paging.limit(), found));
    }

    private static byte[] noMore(Caller caller) {
        return PageJson.GROUPS.write(caller.service().id(), 1, List.of());
    }

    private ChannelRights rights(Caller caller) {
        return admission.rights(caller.service().app(), caller.session());
    }
}
