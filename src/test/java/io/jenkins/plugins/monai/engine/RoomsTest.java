package io.jenkins.plugins.monai.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jenkins.plugins.monai.lab.WorkingCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How the engine is laid out, and that each of these checks sees what it is for: {@code engine.seeded} breaks all. */
class RoomsTest {

    private static final JavaClasses PLUGIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jenkins.plugins.monai");
    private static final Rooms ENGINE = new Rooms(PLUGIN, "io.jenkins.plugins.monai.engine");

    private static final String SEED = "io.jenkins.plugins.monai.engine.seeded";
    private static final Rooms SEEDED = new Rooms(new ClassFileImporter().importPackages(SEED), SEED);

    /** What the rooms within a package show to the rest of the engine and to the Jenkins layer. */
    private static final Map<String, Set<String>> DOORS = Map.of(
            "buildmap.build", Set.of("BuildMapOperation"),
            "inference.configure", Set.of("ConfigureInferenceOperation"),
            "inference.removal", Set.of("RemoveInferenceOperation"),
            "machine.ephemeral", Set.of("Machine", "MachineTakenBackException"),
            "machine.lease", Set.of("LeaseKeeper"),
            "machine.standing", Set.of("StandingInstance", "StandingMachine"),
            "map.verification", Set.of("MapVerifier"));

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9.]+)` \\|");

    @Test
    void noTwoClassesHaveOneName() {
        assertEquals(Map.of(), ENGINE.twins());
        assertEquals(Map.of("Twin", Set.of("left", "right")), SEEDED.twins());
    }

    @Test
    void whatNobodyOutsideUsesIsNotPublic() {
        assertEquals(Set.of(), ENGINE.needlesslyPublic());
        assertEquals(Set.of("right.inner.Idle"), SEEDED.needlesslyPublic());
    }

    @Test
    void roomsAreEnteredByTheirDoors() {
        assertEquals(DOORS, ENGINE.doors());
        assertEquals(Map.of("right.inner", Set.of("Inside")), SEEDED.doors());
    }

    @Test
    void noPackageDependsOnItselfByWayOfOthers() {
        assertEquals(List.of(), ENGINE.cycles());
        assertEquals(1, SEEDED.cycles().size());
    }

    /** The table of {@code docs/architecture.md}, below its second head. */
    @Test
    void eachPackageStandsInTheDocumentation() throws IOException {
        String page = Files.readString(WorkingCopy.root().resolve("docs/architecture.md"));
        String table = page.substring(page.indexOf("| package of `io.jenkins.plugins.monai.engine`"));
        assertEquals(
                ENGINE.names(),
                ROW.matcher(table.substring(0, table.indexOf("\n\n")))
                        .results()
                        .map(row -> row.group(1))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
