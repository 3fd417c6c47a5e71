package dev.parley.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.parley.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** What the packages of the process may know of each other. */
class ArchitectureTest {

    private final JavaClasses server = HouseRules.code("dev.parley.server");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.parley.server.(**)").should().beFreeOfCycles().check(server);
    }

    @Test
    void gatewaysDoNotKnowEachOther() {
        slices().matching("dev.parley.server.gateway.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(server);
    }

    @Test
    void whatIsBehindTheGatewaysDoesNotKnowThem() {
        noClasses()
                .that()
                .resideInAnyPackage("..identity..", "..accounts..", "..directory..", "..delivery..", "..api..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..gateway..")
                .check(server);
    }

    @Test
    void accountsLearnOfOtherProcessesThroughAPort() {
        noClasses()
                .that()
                .resideInAPackage("..accounts..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..directory..")
                .check(server);
    }

    @Test
    void whatIsAskedOnEventLoopsKnowsNoSql() {
        noClasses()
                .that()
                .resideInAnyPackage("..identity..", "..gateway..", "..rest..", "..ops..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jdbi..", "java.sql..")
                .check(server);
    }

    @Test
    void onlyTheRootWiresParts() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.parley.server")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.parley.server")
                .check(server);
    }

    @Test
    void settingsKnowNothingOfTheServer() {
        noClasses()
                .that()
                .resideInAPackage("..config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..gateway..", "..rest..", "..identity..", "..ops..", "..cli..", "io.vertx..", "io.netty..")
                .check(server);
    }

    @Test
    void houseRulesHold() {
        HouseRules.check(server);
    }
}
