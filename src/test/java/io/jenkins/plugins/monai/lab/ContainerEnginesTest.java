package io.jenkins.plugins.monai.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which engine a laboratory gets, and what is said where it gets none. */
class ContainerEnginesTest {

    private static final LabPaths PATHS = new LabPaths(Path.of("/nowhere"), Path.of("/nowhere/run"));

    private final List<String> tried = new ArrayList<>();

    private ContainerEngine open(String choice) throws ContainersUnavailable, InterruptedException {
        return ContainerEngines.open(
                PATHS,
                choice,
                List.of(
                        Map.entry("podman", paths -> {
                            tried.add("podman");
                            throw new ContainersUnavailable("newuidmap is not installed");
                        }),
                        Map.entry("docker", paths -> {
                            tried.add("docker");
                            throw new IOException("the daemon is on strike");
                        })));
    }

    @Test
    void eachWayIsTriedInOrderAndSaysWhyNot() {
        String why = assertThrows(ContainersUnavailable.class, () -> open("")).getMessage();

        assertEquals(List.of("podman", "docker"), tried);
        assertTrue(
                why.startsWith("podman: newuidmap is not installed; docker: the daemon is on strike. Install "), why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"podman", "docker"})
    void aChoiceIsTheOnlyWay(String choice) {
        assertThrows(ContainersUnavailable.class, () -> open(choice));

        assertEquals(List.of(choice), tried);
    }

    @ParameterizedTest
    @CsvSource({"none,wants none", "containerd,is neither podman"})
    void othersAreNotTried(String choice, String why) {
        String message =
                assertThrows(ContainersUnavailable.class, () -> open(choice)).getMessage();

        assertEquals(List.of(), tried);
        assertTrue(message.contains(why), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"OSType\":\"linux\",\"SecurityOptions\":[\"name=seccomp\",\"name=rootless\"]} | is rootless",
                "{\"OSType\":\"linux\",\"SecurityOptions\":[\"name=userns\"]} | maps users",
                "{\"OSType\":\"linux\",\"OperatingSystem\":\"Docker Desktop\"} | virtual machine",
                "{\"OSType\":\"windows\",\"OperatingSystem\":\"Windows Server\"} | virtual machine",
            })
    void daemonsWithAnotherLoopbackInterfaceAreNotUsed(String info, String why) throws Exception {
        assertTrue(DockerDaemon.unfit(json(info)).orElseThrow().contains(why));
    }

    @Test
    void aDaemonOfThisMachineIsUsed() throws Exception {
        String info = "{\"OSType\":\"linux\",\"OperatingSystem\":\"Debian\",\"SecurityOptions\":[\"name=seccomp\"]}";

        assertEquals(Optional.empty(), DockerDaemon.unfit(json(info)));
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
