package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SidTest {
    @Test
    void idsAreTwentyUrlSafeCharactersAndDiffer() {
        Sid sid = new Sid();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String id = sid.next();
            assertThat(id).matches("[A-Za-z0-9_-]{20}");
            ids.add(id);
        }
        assertThat(ids).hasSize(10_000);
    }

    @Test
    void noPartOfAnIdIsACounter() {
        Sid sid = new Sid();
        Set<String> tails = new HashSet<>();
        Set<String> heads = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String id = sid.next();
            heads.add(id.substring(0, 4));
            tails.add(id.substring(16));
        }
        assertThat(heads).hasSizeGreaterThan(95);
        assertThat(tails).hasSizeGreaterThan(95);
        assertThat(tails).noneMatch("AAAA"::equals);
    }
}
