package dev.parley.server.gateway.skapi;

import dev.parley.core.ChannelCount;
import dev.parley.core.ChannelQuery;
import dev.parley.core.Hub;
import dev.parley.server.identity.App;
import dev.parley.server.identity.ChannelRights;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Finds groups, page by page. By name a page costs its own length. By number of users all groups are looked at, and by name if most
 * are hidden from the caller; of such searches only a few go on at once ({@code skapi.scans}).
 *
 * <p>Any thread.
 */
final class GroupLists {

    /** A search by name that looks at no more than so many thousand groups is none of the few. */
    private static final int SHORT = 4;

    private final Hub hub;
    private final Executor beside;
    private final Scans scans;

    /** @param beside runs what waits for the hub */
    GroupLists(Hub hub, Executor beside, Scans scans) {
        this.hub = hub;
        this.beside = beside;
        this.scans = scans;
    }

    /**
     * One more than the page has, if there are more. The stage ends with {@link CallRefusal} if too many search.
     *
     * @param rights from now on the search's own
     */
    CompletionStage<List<ChannelCount>> find(App app, GroupSearch search, int limit, ChannelRights rights) {
        return CompletableFuture.supplyAsync(
                () -> switch (search) {
                    case GroupSearch.ByName byName -> new Walk(app, rights).byName(byName, limit + 1);
                    case GroupSearch.ByCount byCount -> new Walk(app, rights).byCount(byCount, limit + 1);
                },
                beside);
    }

    /** One search, on a thread that may wait. */
    private final class Walk {

        private final App app;
        private final ChannelRights rights;
        private boolean isScan;
        /** Looks at most at as many as can be there at one time, however fast others make new ones. */
        private int left = 2 + hub.options().maxChannels() / Hub.MAX_LISTED;

        Walk(App app, ChannelRights rights) {
            this.app = app;
            this.rights = rights;
        }

        List<ChannelCount> byName(GroupSearch.ByName search, int wanted) {
            List<ChannelCount> found = new ArrayList<>();
            ChannelQuery query = search.query().withLimit(Math.min(wanted, Hub.MAX_LISTED));
            try {
                for (int chunks = 1; found.size() < wanted; chunks++) {
                    List<ChannelCount> chunk = next(query);
                    chunk.stream()
                            .filter(group -> search.holds(group) && rights.mayList(group.name()))
                            .limit(wanted - found.size())
                            .forEach(found::add);
                    if (chunk.size() < query.limit() || left == 0) {
                        break;
                    }
                    if (chunks == SHORT) {
                        begin();
                    }
                    query = query.behind(chunk.getLast().name()).withLimit(Hub.MAX_LISTED);
                }
                return found;
            } finally {
                end();
            }
        }

        List<ChannelCount> byCount(GroupSearch.ByCount search, int wanted) {
            begin();
            try {
                FirstFew<ChannelCount> first = new FirstFew<>(wanted, search.order());
                ChannelQuery query = ChannelQuery.all(Hub.MAX_LISTED);
                while (true) {
                    List<ChannelCount> chunk = next(query);
                    chunk.stream()
                            .filter(group -> search.holds(group) && rights.mayList(group.name()))
                            .forEach(first::offer);
                    if (chunk.size() < query.limit() || left == 0) {
                        return first.sorted();
                    }
                    query = query.behind(chunk.getLast().name());
                }
            } finally {
                end();
            }
        }

        private List<ChannelCount> next(ChannelQuery query) {
            left--;
            return hub.channels(app.id(), query).toCompletableFuture().join();
        }

        private void begin() {
            scans.begin();
            isScan = true;
        }

        private void end() {
            if (isScan) {
                scans.end();
            }
        }
    }
}
