package dev.parley.socketio;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What this module may know. */
class ArchitectureTest {
    private final JavaClasses socketio = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley.socketio");

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
    void onlyTheClockAsksForTheTimeAndNobodySleeps() {
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(socketio);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .check(socketio);
    }
}
