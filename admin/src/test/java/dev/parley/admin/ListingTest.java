package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListingTest {

    private final StandIn server = new StandIn();

    @BeforeEach
    void threePages() {
        server.thenJson(200, page("\"b&\"", "a", "b&"))
                .thenJson(200, page("\"x\""))
                .thenJson(200, page("null", "y"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String page(String next, String... names) {
        StringBuilder out = new StringBuilder("{\"channels\":[");
        for (String name : names) {
            out.append(out.charAt(out.length() - 1) == '[' ? "" : ",")
                    .append("{\"members\":1,\"name\":\"")
                    .append(name)
                    .append("\"}");
        }
        return out.append("],\"next\":").append(next).append('}').toString();
    }

    private Listing<Channel> listing() {
        return server.admin().channels().list("p ");
    }

    @Test
    void aStreamFetchesPagesByItself() {
        assertThat(listing().pageSize(2).stream().map(Channel::name)).containsExactly("a", "b&", "y");
        assertThat(server.asked())
                .extracting(StandIn.Asked::target)
                .containsExactly(
                        "/v1/apps/shop/channels?prefix=p%20&limit=2",
                        "/v1/apps/shop/channels?prefix=p%20&limit=2&after=b%26",
                        "/v1/apps/shop/channels?prefix=p%20&limit=2&after=x");
    }

    @Test
    void pagesAreFetchedWhenTheyAreNeeded() {
        Iterator<Channel> channels = listing().iterator();
        assertThat(server.asked()).isEmpty();
        channels.next();
        channels.next();
        assertThat(server.asked()).hasSize(1);
        assertThat(channels.next().name()).isEqualTo("y");
        assertThatThrownBy(channels::next).isInstanceOf(NoSuchElementException.class);
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void aPageSaysWhereTheNextBegins() {
        Page<Channel> first = listing().page();
        assertThat(first.next()).contains("b&");
        assertThat(listing().startingBehind(first.cursor()).page().entries()).isEmpty();
        assertThat(listing().pageAsync().join().next()).isEmpty();
    }

    @Test
    void everythingInOneList() {
        assertThat(listing().toList()).extracting(Channel::name).isEqualTo(List.of("a", "b&", "y"));
    }

    @Test
    void aListThatGoesRoundInCirclesEnds() {
        try (StandIn circle = new StandIn()) {
            for (int i = 0; i < 10; i++) {
                circle.thenJson(200, page("\"a\"", "a"));
            }
            assertThatThrownBy(() -> circle.admin().channels().list().toList())
                    .isInstanceOf(UnreadableAnswerException.class);
            assertThat(circle.asked()).hasSize(2);
        }
    }

    @Test
    void aListThatGoesOnAtNoTextEnds() {
        try (StandIn junk = new StandIn()) {
            junk.thenJson(200, page("\"\\ud800\"", "a")).thenJson(200, page("\"\\ud800\"", "a"));
            Listing<Channel> listing = junk.admin().channels().list();
            assertThatThrownBy(listing::toList).isInstanceOf(UnreadableAnswerException.class);
            assertThatThrownBy(() -> listing.forEach(channel -> {})).isInstanceOf(UnreadableAnswerException.class);
        }
    }

    @Test
    void membersAreFetchedInLargePages() {
        try (StandIn members = new StandIn()) {
            members.thenJson(200, """
                    {"members":[{"id":"1","user":null},{"id":"2","user":"u","data":{"picture":{"base64":"AQI="}}}],"total":2,"next":null}""");
            List<Member> found = members.admin().realtime().getMembers("room");
            assertThat(found.get(0).data().isAbsent()).isTrue();
            assertThat(found.get(1).user()).isEqualTo("u");
            assertThat(found.get(1).data().json()).isEqualTo("{\"picture\":{\"base64\":\"AQI=\"}}");
            assertThat(members.last().target()).isEqualTo("/v1/apps/shop/channels/room/members?limit=1000");
        }
    }
}
