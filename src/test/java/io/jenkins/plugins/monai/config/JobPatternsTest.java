package io.jenkins.plugins.monai.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use a profile. */
class JobPatternsTest {

    @ParameterizedTest
    @CsvSource({
        "team-a/ct, team-a/ct, true",
        "team-a/ct, team-a/ct/main, true",
        "team-a/ct, team-a/ct-2, false",
        "team-a/ct, team-b/team-a/ct, false",
        "team-a, team-a/sub/ct, true",
        "team-a, team-ab/ct, false",
        "team-a/**, team-a/ct, true",
        "team-a/**, team-a/sub/ct/feature%2Fx, true",
        "team-a/**, team-a, false",
        "team-a/**, Team-A/ct, false",
        "team-a/*, team-a/ct, true",
        "team-a/*, team-a/sub/ct, true",
        "team-a/ct-*, team-a/ct-, true",
        "team-a/ct-*, team-a/mr-1, false",
        "team-a/ct-?, team-a/ct-1, true",
        "team-a/ct-?, team-a/ct-12, false",
        "*/ct, team-a/ct, true",
        "*/ct, a/b/ct, false",
        "**/ct, ct, true",
        "**/ct, a/b/ct/main, true",
        "**/ct, a/b/mr, false",
        "a/**/ct, a/ct, true",
        "a/**/ct, a/b/c/ct, true",
        "a/**/ct, b/ct, false",
        "**, whatever/it/is, true",
        "a.c, abc, false",
        "'a(b', 'a(b', true",
        "matrix, 'matrix/AXIS=1', true",
    })
    void aPatternMatchesFullNames(String pattern, String job, boolean allowed) {
        assertDoesNotThrow(() -> JobPatterns.check(pattern));
        assertEquals(allowed, new JobPatterns(List.of(pattern)).allow(job));
    }

    @ParameterizedTest
    @CsvSource({
        "team-a/ct, team-a, true",
        "team-a/ct, team-b, false",
        "team-a/**, team-a, true",
        "**/ct, anywhere, true",
        "team-a, team-a/sub, true",
        "a/*/ct, a/b, true",
        "a/*/ct, b, false",
    })
    void aFolderMayHaveAJobThatIsMeant(String pattern, String folder, boolean some) {
        assertEquals(some, new JobPatterns(List.of(pattern)).allowSomeIn(folder));
    }

    @Test
    void withoutPatternsAllJobsAreMeant() {
        for (JobPatterns all : List.of(new JobPatterns(null), new JobPatterns(List.of()))) {
            assertTrue(all.areAll() && all.allow("any/job") && all.allowSomeIn("any"));
        }
    }

    @Test
    void oneOfSeveralPatternsIsEnough() {
        JobPatterns two = new JobPatterns(List.of("team-a", "radiology/ct-*"));
        assertEquals(
                List.of(true, true, false),
                List.of(two.allow("team-a/x"), two.allow("radiology/ct-1"), two.allow("radiology/mr")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/team-a", "team-a/", "a//b", "a**", "**b/c", "a/ /b", ""})
    void whatCanBeNoJobsNameIsRefusedAndMatchesNothing(String pattern) {
        assertThrows(RuntimeException.class, () -> JobPatterns.check(pattern));
        assertEquals(false, new JobPatterns(List.of(pattern)).allow("team-a/b"));
    }
}
