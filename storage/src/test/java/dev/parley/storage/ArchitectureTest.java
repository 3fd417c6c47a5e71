package dev.parley.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.parley.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** What this module may know. */
class ArchitectureTest {

    private final JavaClasses storage = HouseRules.code("dev.parley.storage");

    @Test
    void storageKnowsNoOtherModuleAndNoNetwork() {
        noClasses()
                .that()
                .resideInAPackage("dev.parley.storage")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.parley.core..",
                        "dev.parley.protocol..",
                        "dev.parley.server..",
                        "dev.parley.socketio..",
                        "dev.parley.transport..",
                        "io.netty..",
                        "io.vertx..")
                .check(storage);
    }

    @Test
    void houseRulesHold() {
        HouseRules.check(storage);
    }
}
