package dev.parley.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.parley.testkit.HouseRules;
import java.time.Clock;
import java.time.Instant;
import java.util.Timer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley.client");

    @Test
    void theClientUsesTheJdkAndTheProtocolOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net.ssl..",
                        "tools.jackson.core..",
                        "org.jspecify..",
                        "dev.parley.protocol..",
                        "dev.parley.client")
                .check(CODE);
    }

    @Test
    void onlyTimersReadsAClockOrWaits() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Timers")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Instant.class, Timer.class, ScheduledExecutorService.class)
                .check(CODE);
    }

    @Test
    void nothingSleepsAndOnlyWhatIsSharedHasThreads() {
        noClasses()
                .that()
                .haveNameNotMatching(".*SharedThreads.*")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .check(CODE);
    }

    /** Listeners are the user's code, and are never called under a lock: there is none. */
    @Test
    void nothingLocks() {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(CODE);
        noClasses().should().dependOnClassesThat().areAssignableTo(Lock.class).check(CODE);
        noClasses()
                .should()
                .callMethod(Object.class, "wait")
                .orShould()
                .callMethod(Object.class, "notifyAll")
                .check(CODE);
    }

    @Test
    void onlyTheUsersSideIsPublic() {
        classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .haveSimpleNameEndingWith("Exception")
                .orShould()
                .haveSimpleNameEndingWith("Listener")
                .orShould()
                .haveNameMatching(
                        "dev\\.parley\\.client\\.(RealtimeClient|RealtimeClientBuilder|Registration|Message|Content|Member"
                                + "|MemberEvent|UserEvent|Dialect|Overflow|TransportKind)")
                .check(CODE);
        methods()
                .that()
                .areDeclaredIn(RealtimeClient.class)
                .and()
                .arePublic()
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(CODE);
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        HouseRules.checkNames(CODE);
    }
}
