package dev.parley.transport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.parley.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** What this module may know. */
class ArchitectureTest {
    private final JavaClasses transport = HouseRules.code("dev.parley.transport");

    @Test
    void transportKnowsTheHubAndTheNetworkAndNoProtocolOfOurClients() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net.ssl..",
                        "dev.parley.core",
                        "dev.parley.transport",
                        "io.vertx.core..",
                        "io.netty..",
                        "io.micrometer.core..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(transport);
    }

    @Test
    void onePackageIsEnough() {
        classes().should().resideInAPackage("dev.parley.transport").check(transport);
    }

    @Test
    void houseRulesHold() {
        HouseRules.check(transport);
    }
}
