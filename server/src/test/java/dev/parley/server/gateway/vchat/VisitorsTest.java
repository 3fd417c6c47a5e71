package dev.parley.server.gateway.vchat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisitorsTest {

    private static final RoomKey ROOM = new RoomKey("a", "r");

    private final Visitors visitors = new Visitors();

    @Test
    void aUserIsPresentAsLongAsOneOfItsSocketsIs() {
        Visitors.Visitor phone = room -> {};
        Visitors.Visitor tablet = room -> {};
        visitors.add(ROOM, "luke", phone);
        visitors.add(ROOM, "luke", phone);
        visitors.add(ROOM, "luke", tablet);
        visitors.add(ROOM, "leia", tablet);
        assertThat(visitors.present("a", "r")).containsExactlyInAnyOrder("luke", "leia");

        visitors.remove(ROOM, "luke", phone);
        assertThat(visitors.present("a", "r")).containsExactlyInAnyOrder("luke", "leia");
        visitors.remove(ROOM, "luke", tablet);
        visitors.remove(ROOM, "luke", tablet);
        assertThat(visitors.present("a", "r")).containsExactly("leia");
        assertThat(visitors.present("b", "r")).isEmpty();
    }

    @Test
    void nothingIsKeptOfARoomThatAllHaveLeft() {
        Visitors.Visitor phone = room -> {};
        visitors.add(ROOM, "luke", phone);
        assertThat(visitors.isVisited(ROOM)).isTrue();
        visitors.remove(ROOM, "luke", phone);
        assertThat(visitors.isVisited(ROOM)).isFalse();
        assertThat(visitors.size()).isZero();
    }

    @Test
    void whoIsPutOutIsToldOnEachSocketAndNobodyElseIs() {
        List<String> told = new ArrayList<>();
        visitors.add(ROOM, "luke", room -> told.add("phone " + room.id()));
        visitors.add(ROOM, "luke", room -> told.add("tablet " + room.id()));
        visitors.add(ROOM, "leia", room -> told.add("leia"));
        visitors.expel(ROOM, "luke");
        visitors.expel(ROOM, "han");
        assertThat(told).containsExactlyInAnyOrder("phone r", "tablet r");
    }
}
