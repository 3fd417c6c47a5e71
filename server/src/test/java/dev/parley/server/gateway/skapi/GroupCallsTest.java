package dev.parley.server.gateway.skapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Who is in a group, and which groups there are. */
class GroupCallsTest {

    private static final String CALL = "get-ws-group";

    /** Its groups stay as they are. */
    private static RestWorld world;

    /** Tests have groups of their own in it. */
    private static RestWorld crowd;

    private static String token;
    private static String crowdToken;

    @BeforeAll
    static void start() {
        world = new RestWorld("", "");
        token = world.token("one", RestWorld.ANNA);
        crowd = new RestWorld("", "");
        crowdToken = crowd.token("one", RestWorld.ANNA);
        // Groups of one, two and three connections.
        world.new Guest("").join("A", "B", "Hello", "Hello#1", "HelloWorld", "Z", "a", "\uD83D\uDE00 %");
        world.new Guest("").join("B", "Hello", "HelloWorld");
        world.new Guest("").join("HelloWorld");
    }

    @AfterAll
    static void stop() {
        crowd.close();
        world.close();
    }

    private static JsonNode list(String fields) {
        return world.call(token, CALL, fields).good();
    }

    private static JsonNode members(String fields) {
        return crowd.call(crowdToken, CALL, fields).good();
    }

    private static List<String> names(JsonNode page) {
        return page.path("list")
                .valueStream()
                .map(row -> row.path("rid").asString().substring(RestWorld.SERVICE.length() + 1))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "group","value":" ","condition":">"          | A,B,Hello,Hello#1,HelloWorld,Z,a,\uD83D\uDE00 %
            "group"                                      | A,B,Hello,Hello#1,HelloWorld,Z,a,\uD83D\uDE00 %
            "group","ascending":false                    | \uD83D\uDE00 %,a,Z,HelloWorld,Hello#1,Hello,B,A
            "group","value":"Hello","condition":">="     | Hello,Hello#1,HelloWorld
            "group","value":"Hello","condition":"gte"    | Hello,Hello#1,HelloWorld
            "group","value":"hello","condition":">="     |
            "group","value":"Hello"                      | Hello
            "group","value":"Hello","condition":"="      | Hello
            "group","value":"Hello","condition":"eq"     | Hello
            "group","value":"Hello","condition":"<="     | Hello
            "group","value":"Hello","condition":"lte"    | Hello
            "group","value":"Hello","condition":">"      | Hello#1,HelloWorld,Z,a,\uD83D\uDE00 %
            "group","value":"HelloWorld","condition":"gt" | Z,a,\uD83D\uDE00 %
            "group","value":"Hello","condition":"<"      | A,B
            "group","value":"Hello","condition":"lt"     | A,B
            "group","value":"Hello","condition":"!="     | A,B,Hello#1,HelloWorld,Z,a,\uD83D\uDE00 %
            "group","value":"Nobody","condition":"ne"    | A,B,Hello,Hello#1,HelloWorld,Z,a,\uD83D\uDE00 %
            "group","value":"B","range":"Hello"          | B,Hello
            "group","value":"Hello","range":"B"          | B,Hello
            "group","value":"Hello","range":"","condition":"=" | Hello
            "group","value":"Nobody"                     |
            "number_of_users"                            | A,Hello#1,Z,a,\uD83D\uDE00 %,B,Hello,HelloWorld
            "number_of_users","value":0,"condition":">"  | A,Hello#1,Z,a,\uD83D\uDE00 %,B,Hello,HelloWorld
            "number_of_users","ascending":false          | HelloWorld,Hello,B,\uD83D\uDE00 %,a,Z,Hello#1,A
            "number_of_users","value":2                  | B,Hello
            "number_of_users","value":2,"condition":"eq" | B,Hello
            "number_of_users","value":1,"condition":"gt" | B,Hello,HelloWorld
            "number_of_users","value":1.5,"condition":">=" | B,Hello,HelloWorld
            "number_of_users","value":2,"condition":">=" | B,Hello,HelloWorld
            "number_of_users","value":3,"condition":"<"  | A,Hello#1,Z,a,\uD83D\uDE00 %,B,Hello
            "number_of_users","value":1,"condition":"<=" | A,Hello#1,Z,a,\uD83D\uDE00 %
            "number_of_users","value":1,"condition":"ne" | B,Hello,HelloWorld
            "number_of_users","value":2,"range":3        | B,Hello,HelloWorld
            "number_of_users","value":3,"range":2        | B,Hello,HelloWorld
            "number_of_users","value":-1                 |
            """)
    void searchesFindWhatTheirConditionSays(String search, String expected) {
        JsonNode page = list(",\"searchFor\":" + search);

        assertThat(String.join(",", names(page))).isEqualTo(expected == null ? "" : expected);
        assertThat(page.path("startKey").asString()).isEqualTo("end");
        assertThat(page.path("endOfList").asBoolean()).isTrue();
    }

    @Test
    void aGroupIsListedWithItsNumberOfConnections() {
        assertThat(list(",\"searchFor\":\"group\",\"value\":\"Hello\"")
                        .path("list")
                        .toString())
                .isEqualTo("[{\"rid\":\"" + RestWorld.SERVICE + "#Hello\",\"cnt\":2}]");
    }

    @ParameterizedTest
    @CsvSource({"group,true", "group,false", "number_of_users,true", "number_of_users,false"})
    void pagesTogetherAreTheList(String searchFor, boolean ascending) {
        String search = ",\"ascending\":" + ascending + ",\"searchFor\":\"" + searchFor + "\"";
        List<String> whole = names(list(search));
        List<String> paged = new ArrayList<>();
        String key = "";
        for (int i = 0; i < 10 && !key.equals("\"end\""); i++) {
            JsonNode page = list(search + ",\"limit\":3" + (key.isEmpty() ? "" : ",\"startKey\":" + key));
            assertThat(page.path("endOfList").asBoolean())
                    .isEqualTo(page.path("startKey").isString());
            assertThat(page.path("list").size()).isEqualTo(i < 2 ? 3 : 2);
            paged.addAll(names(page));
            key = page.path("startKey").toString();
        }
        assertThat(paged).isEqualTo(whole);
        assertThat(list(search + ",\"startKey\":\"end\"").path("list").isEmpty())
                .isTrue();
        assertThat(names(list(search + ",\"startKey\":\"start\""))).isEqualTo(whole);
        assertThat(list(search + ",\"limit\":8").path("endOfList").asBoolean()).isTrue();
    }

    @Test
    void membersAreListedByConnectionWithTheirUsers() {
        String session = crowd.session("one", RestWorld.ANNA);
        RestWorld.Guest anna = crowd.new Guest(session).join("who");
        RestWorld.Guest again = crowd.new Guest(session).join("who");
        RestWorld.Guest nobody = crowd.new Guest("").join("who");

        JsonNode rows = members(",\"group\":\"who\"").path("list");
        assertThat(rows.findValuesAsString("cid")).isSorted().containsExactlyInAnyOrder(anna.id, again.id, nobody.id);
        rows.forEach(row -> assertThat(row.path("uid").asString())
                .isEqualTo(RestWorld.SERVICE + "#"
                        + (row.path("cid").asString().equals(nobody.id) ? "" : RestWorld.ANNA)));

        assertThat(members(",\"group\":\"who\",\"user_id\":\"" + RestWorld.ANNA.toUpperCase(Locale.ROOT) + "\"")
                        .path("list")
                        .findValuesAsString("cid"))
                .containsExactlyInAnyOrder(anna.id, again.id);
        assertThat(members(",\"group\":\"who\",\"user_id\":\"" + RestWorld.BEN + "\"")
                        .path("list")
                        .isEmpty())
                .isTrue();
        assertThat(members(",\"group\":\"nowhere\"").toString())
                .isEqualTo("{\"list\":[],\"startKey\":\"end\",\"endOfList\":true}");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void pagesOfMembersNeitherRepeatNorSkipThoseWhoStay(boolean ascending) {
        String group = "paged" + ascending;
        TreeSet<String> staying = new TreeSet<>();
        List<RestWorld.Guest> passing = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            staying.add(crowd.new Guest("").join(group).id);
            passing.add(crowd.new Guest("").join(group));
        }
        String ask = ",\"group\":\"" + group + "\",\"ascending\":" + ascending + ",\"limit\":2";
        List<String> seen = new ArrayList<>();
        String key = "";
        while (!key.equals("\"end\"")) {
            JsonNode page = members(ask + (key.isEmpty() ? "" : ",\"startKey\":" + key));
            seen.addAll(page.path("list").findValuesAsString("cid"));
            key = page.path("startKey").toString();
            if (!passing.isEmpty()) {
                passing.removeFirst().leave(group);
                crowd.new Guest("").join(group);
            }
        }
        assertThat(seen).doesNotHaveDuplicates().containsAll(staying);
        assertThat(ascending ? seen : seen.reversed()).isSorted();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''
            ,"group":null
            ,"group":1
            ,"group":""
            ,"group":"g","user_id":"x"
            ,"group":"g","user_id":1
            ,"group":"g","limit":0
            ,"group":"g","limit":-1
            ,"group":"g","limit":1.5
            ,"group":"g","limit":1001
            ,"group":"g","limit":1e999
            ,"group":"g","limit":"5"
            ,"group":"g","ascending":"false"
            ,"group":"g","startKey":"x"
            ,"group":"g","startKey":1
            ,"group":"g","startKey":[]
            ,"group":"g","startKey":{}
            ,"group":"g","startKey":{"cid":1}
            ,"group":"g","startKey":{"group":"g"}
            ,"searchFor":"index"
            ,"searchFor":1
            ,"searchFor":"group","value":1
            ,"searchFor":"group","value":"a","range":1
            ,"searchFor":"group","value":"a","condition":"=="
            ,"searchFor":"group","value":"a","condition":1
            ,"searchFor":"group","startKey":{"cid":"x"}
            ,"searchFor":"group","startKey":{"group":null}
            ,"searchFor":"number_of_users","value":"1"
            ,"searchFor":"number_of_users","range":"1"
            ,"searchFor":"number_of_users","startKey":{"group":"g"}
            ,"searchFor":"number_of_users","startKey":{"group":"g","number_of_users":"1"}
            ,"searchFor":"number_of_users","startKey":{"group":"g","number_of_users":-1}
            ,"searchFor":"number_of_users","startKey":{"group":"g","number_of_users":1.5}
            ,"searchFor":"number_of_users","startKey":{"group":"g","number_of_users":1e300}
            ,"searchFor":"number_of_users","startKey":{"number_of_users":1}
            """)
    void whatMakesNoSenseIsRefused(String fields) {
        assertThat(world.call(token, CALL, fields).bad(400)).isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void aNameIsAsLongAsTheAppAllows() {
        list(",\"group\":\"" + "x".repeat(256) + "\"");
        assertThat(world.call(token, CALL, ",\"group\":\"" + "x".repeat(257) + "\"")
                        .bad(400))
                .isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void groupsOfOtherServicesAreNotListed() {
        String other = world.token("two", RestWorld.ANNA);
        RestWorld.Reply reply = world.send(world.server
                .request("/skapi/us31other/get-ws-group")
                .header("Authorization", other)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"searchFor\":\"group\"}")));

        assertThat(reply.good().path("list").isEmpty()).isTrue();
    }

    @Test
    void groupsWhoseMembersAreHiddenAreHiddenToo() {
        String rules = ", channels: [ { match: 'user:{user}:*', join: session, members: session },"
                + " { match: 'h*', join: anyone }, { match: '*', join: anyone, members: anyone } ]";
        try (RestWorld ruled = new RestWorld(rules, "")) {
            String anna = ruled.token("one", RestWorld.ANNA);
            RestWorld.Guest guest = ruled.new Guest(ruled.session("one", RestWorld.ANNA));
            for (int i = 0; i < 30; i++) {
                guest.enter("h" + i);
            }
            guest.join("a", "z", "user:" + RestWorld.ANNA + ":1");
            ruled.new Guest("").enter("h1").join("a");

            assertThat(ruled.call(anna, CALL, ",\"group\":\"h1\"").bad(403)).isEqualTo("INVALID_REQUEST");
            ruled.call(anna, CALL, ",\"group\":\"a\"").good();
            String own = "user:" + RestWorld.ANNA + ":1";
            JsonNode two = ruled.call(anna, CALL, ",\"searchFor\":\"group\",\"limit\":2")
                    .good();
            assertThat(names(two)).containsExactly("a", own);
            JsonNode rest = ruled.call(
                            anna, CALL, ",\"searchFor\":\"group\",\"limit\":2,\"startKey\":" + two.path("startKey"))
                    .good();
            assertThat(names(rest)).containsExactly("z");
            assertThat(rest.path("endOfList").asBoolean()).isTrue();
            assertThat(names(ruled.call(anna, CALL, ",\"searchFor\":\"number_of_users\"")
                            .good()))
                    .containsExactly(own, "z", "a");
            String ben = ruled.token("one", RestWorld.BEN);
            assertThat(names(ruled.call(ben, CALL, ",\"searchFor\":\"group\"").good()))
                    .containsExactly("a", "z");
        }
    }
}
