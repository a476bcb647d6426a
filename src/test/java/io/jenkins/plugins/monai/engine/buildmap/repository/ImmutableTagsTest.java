package io.jenkins.plugins.monai.engine.buildmap.repository;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.Repository;

class ImmutableTagsTest {

    private final List<String> asked = new ArrayList<>();

    private static ImmutableTags tags(String mutability, String... filters) {
        return new ImmutableTags(Repository.builder()
                .repositoryName("team/map")
                .imageTagMutability(mutability)
                .imageTagMutabilityExclusionFilters(Stream.of(filters)
                        .map(filter -> ImageTagMutabilityExclusionFilter.builder()
                                .filterType("WILDCARD")
                                .filter(filter)
                                .build())
                        .toList())
                .build());
    }

    private ImmutableTags.Lookup registryWith(String... existing) {
        return tag -> {
            asked.add(tag);
            return List.of(existing).contains(tag);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "IMMUTABLE, '', 1.0, true",
        "MUTABLE, '', 1.0, false",
        "IMMUTABLE_WITH_EXCLUSION, latest, latest, false",
        "IMMUTABLE_WITH_EXCLUSION, latest, latest-1, true",
        "IMMUTABLE_WITH_EXCLUSION, latest, Latest, true",
        "IMMUTABLE_WITH_EXCLUSION, dev-*, dev-, false",
        "IMMUTABLE_WITH_EXCLUSION, dev-*, dev-7.1, false",
        "IMMUTABLE_WITH_EXCLUSION, dev-*, mydev-7, true",
        "IMMUTABLE_WITH_EXCLUSION, *rc*, 1.0-rc1, false",
        "IMMUTABLE_WITH_EXCLUSION, 1.0, 1x0, true",
        "IMMUTABLE_WITH_EXCLUSION, *, 1.0, false",
        "IMMUTABLE_WITH_EXCLUSION, '', 1.0, true",
        "MUTABLE_WITH_EXCLUSION, v*, v1, true",
        "MUTABLE_WITH_EXCLUSION, v*, latest, false",
        "A_NEW_KIND, v*, v1, false",
    })
    void theRepositoryAndItsFiltersSayWhichTagsAreImmutable(
            String mutability, String filter, String tag, boolean immutable) {
        assertEquals(immutable, tags(mutability, filter).contain(tag));
    }

    @Test
    void oneOfSeveralFiltersIsEnough() {
        ImmutableTags tags = tags("IMMUTABLE_WITH_EXCLUSION", "latest", "dev-*");
        assertEquals(
                List.of(false, false, true),
                Stream.of("latest", "dev-1", "1.0").map(tags::contain).toList());
    }

    @Test
    void aRepositoryThatSaysNothingIsMutable() {
        assertDoesNotThrow(
                () -> new ImmutableTags(Repository.builder().build()).check(List.of("latest"), registryWith("latest")));
        assertEquals(ImageTagMutability.UNKNOWN_TO_SDK_VERSION, ImageTagMutability.fromValue("A_NEW_KIND"));
    }

    @Test
    void latestIsRefusedBeforeItIsSetForGood() {
        OperationException e = assertThrows(
                OperationException.class, () -> tags("IMMUTABLE").check(List.of("4f2c", "latest"), registryWith()));
        assertTrue(e.problem().contains("'latest' of the repository 'team/map' is immutable"), e.problem());
        assertTrue(e.remedy().contains("exclusion"), e.remedy());
        assertEquals(List.of(), asked);
    }

    @Test
    void eachImmutableTagIsLookedUpAndOneThatExistsIsRefused() {
        OperationException e = assertThrows(
                OperationException.class,
                () -> tags("IMMUTABLE_WITH_EXCLUSION", "latest")
                        .check(List.of("latest", "1.0", "4f2c"), registryWith("latest", "4f2c")));
        assertTrue(e.problem().contains("has the tag '4f2c' already"), e.problem());
        assertEquals(List.of("1.0", "4f2c"), asked);
    }

    @Test
    void tagsThatAreNewOrCanBeMovedPass() {
        assertDoesNotThrow(() -> tags("IMMUTABLE").check(List.of("4f2c"), registryWith()));
        assertDoesNotThrow(() -> tags("MUTABLE").check(List.of("1.0", "latest"), registryWith("1.0", "latest")));
        assertDoesNotThrow(() -> tags("MUTABLE_WITH_EXCLUSION", "v*").check(List.of("latest"), registryWith("latest")));
    }
}
