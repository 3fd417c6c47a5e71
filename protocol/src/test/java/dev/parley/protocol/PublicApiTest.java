package dev.parley.protocol;

import dev.parley.testkit.PublicApi;
import org.junit.jupiter.api.Test;

class PublicApiTest {
    @Test
    void theApiIsWhatItsFileSays() {
        PublicApi.check("dev.parley.protocol", "dev.parley.protocol.mapping");
    }
}
