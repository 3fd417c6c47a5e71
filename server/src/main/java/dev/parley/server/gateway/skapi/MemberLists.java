package dev.parley.server.gateway.skapi;

import dev.parley.core.AudienceKey;
import dev.parley.core.Hub;
import dev.parley.core.Member;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of a group, page by page. All of them are copied for each page, so that of large groups only a
 * few are looked at at once ({@code skapi.scans}).
 *
 * <p>Any thread.
 */
final class MemberLists {

    private static final String CONNECTION = "cid";
    private static final Comparator<Member> BY_CONNECTION = Comparator.comparing(Member::id);

    private final Hub hub;
    private final Executor beside;
    private final Scans scans;
    private final int large;

    /**
     * For one server.
     *
     * @param beside sorts
     * @param large more members than this are many
     */
    MemberLists(Hub hub, Executor beside, Scans scans, int large) {
        this.hub = hub;
        this.beside = beside;
        this.scans = scans;
        this.large = large;
    }

    /**
     * Which of them are looked for: by connection, an order that stays while others come and go.
     *
     * @param user null for anybody's
     * @param last the last connection of the page before; null for the first page
     */
    record Search(@Nullable String user, @Nullable String last, boolean ascending) {

        static Search of(CallBody body, Paging paging) {
            CallBody key = paging.startKey();
            return new Search(body.userId("user_id"), key == null ? null : connection(key), paging.ascending());
        }

        private static String connection(CallBody key) {
            String id = key.isText(CONNECTION) ? key.text(CONNECTION) : null;
            if (id == null) {
                throw Paging.wrongKey();
            }
            return id;
        }

        private List<Member> first(int wanted, List<Member> all) {
            Comparator<Member> order = ascending ? BY_CONNECTION : BY_CONNECTION.reversed();
            Member before = last == null ? null : new Member(last, null, null);
            FirstFew<Member> few = new FirstFew<>(wanted, order);
            for (Member member : all) {
                boolean fits = user == null || user.equals(member.user());
                if (fits && (before == null || order.compare(member, before) > 0)) {
                    few.offer(member);
                }
            }
            return few.sorted();
        }
    }

    /** One more than the page has, if there are more. The stage ends with {@link CallRefusal} if too many look at large groups. */
    CompletionStage<List<Member>> find(AudienceKey group, Search search, int limit) {
        return hub.memberCount(group).thenCompose(count -> {
            if (count <= large) {
                return all(group, search, limit);
            }
            scans.begin();
            return all(group, search, limit).whenComplete((_, _) -> scans.end());
        });
    }

    private CompletionStage<List<Member>> all(AudienceKey group, Search search, int limit) {
        return hub.members(group).thenApplyAsync(all -> search.first(limit + 1, all), beside);
    }
}
