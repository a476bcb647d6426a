package io.jenkins.plugins.monai.engine.map.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 9, number 10: the rule of the runner for the folders that it mounts. */
class MountPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/var/holoscan/input", "/var/holoscan/input/", "/input", "/a.b/c_d/e-f", "/var/lib/x", "/..a"})
    void plainPathsAreTaken(String path) {
        assertEquals(Optional.empty(), MountPath.problem(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//",
                "input",
                "./input",
                "-v",
                "--privileged",
                "/in,readonly=false",
                "/in,source=/",
                "/in:rw",
                "/in\n",
                "/in\r",
                "/in\n--privileged",
                "/in\"",
                "/in'",
                "/in put",
                "/in\t",
                "/in\0",
                "/in=x",
                "/in$HOME",
                "/in`id`",
                "/in\\x",
                "/in*",
                "/a//b",
                "/a/./b",
                "/a/..",
                "/a/../b",
                "/.",
                "/in//",
                "/eingäng",
                "/in\u202e",
                "/in\u2028",
                "/\uff0fetc",
                "~/in",
                "C:\\in",
            })
    void othersAreNot(String path) {
        assertEquals(Optional.of("is no plain absolute path"), MountPath.problem(path), path);
    }

    @Test
    void aPathThatIsTooLongIsNot() {
        assertFalse(MountPath.isPlain("/" + "x".repeat(1024)));
        assertTrue(MountPath.isPlain("/" + "x".repeat(1023)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/etc", "/etc/", "/etc/x", "/proc/self", "/dev/shm", "/usr", "/usr/bin/", "/var", "/opt", "/sys"
            })
    void theContainersSystemIsNot(String path) {
        assertEquals(Optional.of("is a folder of the container's system"), MountPath.problem(path));
    }

    @Test
    void foldersOverlapByPartsOfTheirPath() {
        assertTrue(MountPath.overlap("/a", "/a/"));
        assertTrue(MountPath.overlap("/a/b", "/a"));
        assertTrue(MountPath.overlap("/a", "/a/b"));
        assertFalse(MountPath.overlap("/a", "/ab"));
    }
}
