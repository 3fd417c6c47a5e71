package dev.parley.socketio;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.parley.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** What this module may know. */
class ArchitectureTest {
    private final JavaClasses socketio = HouseRules.code("dev.parley.socketio");

    @Test
    void socketioKnowsProtocolHubAndTransportAndNoGateway() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dev.parley.protocol",
                        "dev.parley.socketio",
                        "dev.parley.core",
                        "dev.parley.transport",
                        "io.vertx.core..",
                        "io.netty..",
                        "io.micrometer.core..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(socketio);
    }

    @Test
    void onePackageIsEnough() {
        classes().should().resideInAPackage("dev.parley.socketio").check(socketio);
    }

    @Test
    void houseRulesHold() {
        HouseRules.check(socketio);
    }
}
