package dev.parley.client;

import dev.parley.testkit.PublicApi;
import org.junit.jupiter.api.Test;

class PublicApiTest {

    @Test
    void theApiIsWhatItsFileSays() {
        PublicApi.check("dev.parley.client");
    }
}
