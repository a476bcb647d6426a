package io.jenkins.plugins.monai.engine.registry;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"ab", "maps", "team/spleen-seg", "a.b_c-d/e/f0", "0a"})
    void repositories(String name) {
        assertDoesNotThrow(() -> RepositoryNames.check(name));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, No repository",
                "'', No repository",
                "a, it has 1 characters",
                "Maps, upper-case",
                "maps:latest, a tag or a digest",
                "maps//x, is empty",
                "/maps, is empty",
                "maps/, is empty",
                "a__b, single dots",
                "-a, single dots",
                "a-, single dots",
                "a b, single dots",
                "mäps, single dots",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com:443/maps, begins with a registry"
            })
    void badRepositories(String name, String reason) {
        refuses(() -> RepositoryNames.check(name), reason, "'repository'");
    }

    @Test
    void lengthOfRepositories() {
        assertDoesNotThrow(() -> RepositoryNames.check("a".repeat(256)));
        refuses(() -> RepositoryNames.check("a".repeat(257)), "it has 257 characters", "'repository'");
    }

    /** A name of this form makes a backtracking matcher try 2^40 ways. */
    @Test
    void aHostileNameIsRefusedAtOnce() {
        refuses(() -> RepositoryNames.check("a-".repeat(120) + "!"), "single dots", "'repository'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "1.2.0", "_x", "A-b_c.d", "0123456789abcdef0123456789abcdef01234567"})
    void tags(String tag) {
        assertDoesNotThrow(() -> ImageTags.check(tag));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, it is empty",
                "'', it is empty",
                ".a, begins with '.'",
                "-a, begins with '-'",
                "a/b, letters",
                "a+b, letters",
                "a:b, letters",
                "'a\nb', letters"
            })
    void badTags(String tag, String reason) {
        refuses(() -> ImageTags.check(tag), reason, "'tags'");
    }

    @Test
    void lengthOfTags() {
        assertDoesNotThrow(() -> ImageTags.check("a".repeat(128)));
        refuses(() -> ImageTags.check("a".repeat(129)), "it has 129 characters", "'tags'");
    }

    private static void refuses(Executable check, String reason, String parameter) {
        OperationException e = assertThrows(OperationException.class, check);
        assertTrue(e.problem().contains(reason), e.getMessage());
        assertTrue(e.remedy().contains(parameter), e.getMessage());
        assertTrue(e.getMessage().indexOf('\n') < 0, e.getMessage());
    }
}
