package dev.parley.server.gateway.skapi;

import dev.parley.core.AudienceKey;
import dev.parley.core.ChannelCount;
import dev.parley.core.Hub;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.ChannelRights;
import dev.parley.server.identity.Denial;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Who is in a group, and which groups there are (skapi 2.3). Any thread. */
final class GroupCalls {

    private final Admission admission;
    private final MemberLists members;
    private final GroupLists lists;

    GroupCalls(SkapiParts parts, Executor beside) {
        Scans scans = new Scans(parts.config().skapi().scans());
        this.admission = parts.admission();
        this.members = new MemberLists(parts.hub(), beside, scans, Hub.MAX_LISTED);
        this.lists = new GroupLists(parts.hub(), beside, scans);
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
        App app = caller.service().app();
        String group = body.required(GroupSearch.GROUP, app.config().maxNameLength());
        MemberLists.Search search = MemberLists.Search.of(body, paging);
        Denial denial = rights(caller).members(group);
        if (denial != null) {
            throw CallRefusal.of(denial);
        }
        if (paging.over()) {
            return CompletableFuture.completedFuture(noMore(caller));
        }
        return members.find(AudienceKey.channel(app.id(), group), search, paging.limit())
                .thenApply(found -> PageJson.MEMBERS.write(caller.service().id(), paging.limit(), found));
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
