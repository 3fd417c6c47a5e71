package dev.parley.admin;

import dev.parley.testkit.PublicApi;
import org.junit.jupiter.api.Test;

class PublicApiTest {

    @Test
    void theApiIsWhatItsFileSays() {
        PublicApi.check("dev.parley.admin");
    }
}
