package dev.parley.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final String COMMAND =
            "./mvnw -pl server -am test -Dtest=ConfigReferenceTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dparley.docs.update=true";

    @Test
    void thePageIsTheOneTheRecordsMake() throws IOException {
        String expected = ConfigReference.page(COMMAND);
        if (Boolean.getBoolean("parley.docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, expected);
        }
        String actual = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        assertThat(actual)
                .as("docs/configuration.md is stale; renew it with: %s", COMMAND)
                .isEqualTo(expected);
    }

    @Test
    void everySettingHasDocAndDefaultAndReadableBounds() {
        check(Schema.root());
    }

    private static void check(Schema schema) {
        for (Schema.Member member : schema.members()) {
            String name = schema.type().getSimpleName() + "." + member.name();
            Setting setting = member.setting();
            assertThat(setting.doc()).as(name).endsWith(".").doesNotContain("|");
            assertThat(setting.min().isEmpty()).as(name).isEqualTo(setting.max().isEmpty());
            if (member.section() != null) {
                check(member.section());
            } else if (!setting.def().isEmpty()) {
                assertThat(Values.parse(member, setting.def())).as(name).isNotNull();
            } else {
                boolean textOrList = member.type() == String.class || member.kind() == Schema.Kind.VALUES;
                assertThat(member.optional()
                                || setting.required()
                                || !setting.inherit().isEmpty()
                                || textOrList)
                        .as(name + " has a default, or needs none")
                        .isTrue();
            }
        }
    }

    @Test
    void environmentNamesAreUnique() {
        Map<String, Long> counts = Schema.root().named().stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        Schema.Named::variable, java.util.stream.Collectors.counting()));
        assertThat(counts.values()).containsOnly(1L);
        assertThat(counts)
                .containsKeys(
                        "PARLEY_LISTEN_PORT",
                        "PARLEY_DATA_DIR",
                        "PARLEY_LISTEN_TLS_CERTIFICATE",
                        "PARLEY_SOCKETIO_PING_INTERVAL",
                        "PARLEY_LIMITS_PUBLISH_RATE_EVENTS",
                        "PARLEY_PUBLIC_URL");
    }
}
