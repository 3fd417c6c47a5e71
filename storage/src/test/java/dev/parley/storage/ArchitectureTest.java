package dev.parley.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this module may know. */
class ArchitectureTest {

    private final JavaClasses storage = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley.storage");

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
    void nobodyAsksForTheTimeOrSleeps() {
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(storage);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .check(storage);
    }
}
