package dev.parley.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.parley.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** What this module may know. */
class ArchitectureTest {
    private final JavaClasses load = HouseRules.code("dev.parley.load");

    /** What it measures must not be what it is made of. */
    @Test
    void theGeneratorSharesNothingWithTheServer() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "com.sun.management", "org.HdrHistogram", "org.jspecify..", "dev.parley.load")
                .check(load);
    }

    @Test
    void theHouseRulesAreKept() {
        HouseRules.check(load, "dev.parley.load.Nanos");
    }
}
