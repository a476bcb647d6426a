package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where container images are written on a machine with local NVMe, against stand-ins. */
class InstanceStoreScriptTest {

    static final String LINK = "dev/disk/by-id/nvme-Amazon_EC2_NVMe_Instance_Storage_AWS1";

    @TempDir
    Path folder;

    private Scripts machine;
    private Path root;
    private Path device;
    private Path data;

    /** A machine of a run, with an empty device and a Docker that has nothing yet. */
    @BeforeEach
    void machine() throws Exception {
        machine = new Scripts(folder);
        root = folder.resolve("machine");
        device = Files.createFile(folder.resolve("nvme1n1"));
        data = Files.createDirectories(root.resolve("var/lib/docker"));
        Files.createDirectories(root.resolve("run/monai-deploy"));
        Files.createFile(root.resolve("run/monai-deploy/began"));
        Files.createDirectories(root.resolve("run/systemd/system"));
        Files.createDirectories(root.resolve("dev/disk/by-id"));
        Files.createSymbolicLink(root.resolve(LINK), device);
        for (String tool : List.of("readlink", "sort", "true", "tr", "wc", "basename", "sleep")) {
            machine.link(tool);
        }
        machine.tool(
                "docker",
                "case \"$*\" in --version) echo Docker version 27 ;; *DockerRootDir*) echo " + data + " ;; esac");
        machine.tool("lsblk", "echo nvme1n1");
        machine.tool("blkid", "exit 2");
        machine.tool("df", "case \"$*\" in *docker* | *containers*) echo 50000000 ;; *) echo 122070312 ;; esac");
        machine.tool("mountpoint", "exit 1");
        for (String tool : List.of("wipefs", "mkfs.ext4", "mount", "umount", "systemctl")) {
            machine.tool(tool, "");
        }
    }

    private String packaged(Map<String, String> environment) throws Exception {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("MONAI_DEPLOY_ROOT", root.toString());
        all.put("MONAI_DEPLOY_STORE_SECONDS", "0");
        Scripts.Result result = machine.bash(script(), all);
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().endsWith("packaging\n"), result.output());
        return result.output().replaceFirst("packaging\n$", "");
    }

    static String script() {
        return "set -euo pipefail\n" + Bash.resource("machine.sh") + Bash.resource("instance-store.sh")
                + "echo packaging\n";
    }

    private void staysFor(String reason, String output) throws IOException {
        assertEquals(1, output.lines().count(), output);
        assertTrue(output.startsWith("WARNING: the data of containers stays on the machine's volume: "), output);
        assertTrue(output.contains(reason), output);
    }

    private static void assertMoved(String output) {
        assertTrue(output.startsWith("Docker keeps"), output);
    }

    private void nothingIsTouched() throws IOException {
        assertEquals(List.of(), machine.calls("mkfs.ext4"));
        assertEquals(List.of(), machine.calls("mount"));
        assertEquals(List.of(), machine.calls("systemctl"));
    }

    @Test
    void dockersDataGoesToAnEmptyDevice() throws Exception {
        Files.createDirectories(root.resolve("var/lib/containerd"));
        assertEquals("Docker keeps its data on the machine's local NVMe, 124 GB free\n", packaged(Map.of()));
        assertTrue(machine.calls("mkfs.ext4").get(0).endsWith(" " + device), machine.calls("mkfs.ext4") + "");
        Path store = root.resolve("mnt/monai-deploy");
        assertEquals(
                List.of(
                        "-o noatime " + device + " " + store,
                        "--bind " + store + "/monai-deploy/docker " + data,
                        "--bind " + store + "/monai-deploy/containerd " + root + "/var/lib/containerd"),
                machine.calls("mount"));
        assertEquals(
                List.of(
                        "stop docker.socket docker.service",
                        "is-active --quiet containerd",
                        "stop containerd",
                        "start containerd",
                        "start docker.service"),
                machine.calls("systemctl"));
    }

    @Test
    void podmansDataGoesThereWithoutADaemon() throws Exception {
        Path containers = Files.createDirectories(root.resolve("var/lib/containers/storage"));
        machine.tool("docker", "exit 1");
        machine.tool("podman", "case \"$*\" in *GraphRoot*) echo " + containers + " ;; esac");
        assertEquals("Podman keeps its data on the machine's local NVMe, 124 GB free\n", packaged(Map.of()));
        assertEquals(List.of(), machine.calls("systemctl"));
    }

    @Test
    void aMachineOfSomebodyElseIsLeftAlone() throws Exception {
        Files.delete(root.resolve("run/monai-deploy/began"));
        assertEquals("", packaged(Map.of()));
        nothingIsTouched();
    }

    @Test
    void aMachineWithoutNvmeSaysNothing() throws Exception {
        Files.delete(root.resolve(LINK));
        Files.createSymbolicLink(root.resolve(LINK + "-part1"), device);
        Files.createSymbolicLink(root.resolve("dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0"), device);
        assertEquals("", packaged(Map.of()));
        nothingIsTouched();
    }

    /** As each tool tells of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lsblk  | echo nvme1n1; echo nvme1n1p1",
                "lsblk  | echo nvme1n1; echo vg-lv",
                "lsblk  | echo nvme1n1 /data",
                "lsblk  | exit 1",
                "wipefs | echo 0x438 ext4",
                "wipefs | exit 1",
                "blkid  | echo TYPE=swap",
                "blkid  | exit 8",
            })
    void whatIsNotEmptyOrNotKnownToBeIsNeverFormatted(String tool, String body) throws Exception {
        machine.tool(tool, body);
        staysFor("no NVMe of the machine is empty", packaged(Map.of()));
        nothingIsTouched();
    }

    @Test
    void ofSeveralDevicesAnEmptyOneIsTaken() throws Exception {
        Path other = Files.createFile(folder.resolve("nvme2n1"));
        Files.createSymbolicLink(root.resolve(LINK.replace("AWS1", "AWS2")), other);
        Files.createSymbolicLink(root.resolve(LINK.replace("AWS1", "AWS2_1")), other);
        machine.tool("wipefs", "case \"$*\" in *nvme1n1) echo 0x438 ext4 ;; esac");
        assertMoved(packaged(Map.of()));
        assertEquals(1, machine.calls("mkfs.ext4").size());
        assertTrue(machine.calls("mkfs.ext4").get(0).endsWith(" " + other));
    }

    @Test
    void theVolumeOfADeepLearningAmiIsUsedAndItsDevicesAreNot() throws Exception {
        Path store = Files.createDirectories(root.resolve("opt/dlami/nvme"));
        machine.tool("mountpoint", "[ \"$2\" = " + store + " ]");
        assertMoved(packaged(Map.of()));
        assertEquals(List.of(), machine.calls("mkfs.ext4"));
        assertEquals(List.of("--bind " + store + "/monai-deploy/docker " + data), machine.calls("mount"));
    }

    @Test
    void aDeepLearningAmiThatHasNotMountedItIsNotHelped() throws Exception {
        Files.createDirectories(root.resolve("opt/dlami"));
        staysFor("did not mount its NVMe", packaged(Map.of()));
        nothingIsTouched();
    }

    @Test
    void theSecondTimeThereIsNothingToDo() throws Exception {
        machine.tool("mountpoint", "[ \"$2\" = " + data + " ]");
        assertEquals("", packaged(Map.of()));
        nothingIsTouched();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*images*) echo 0123abcd ;; | brings images",
                "*ps*) echo 0123abcd ;;     | brings images",
                "*RootDir*) exit 1 ;;       | does not say where",
                "*RootDir*) echo / ;;       | does not say where",
            })
    void whatDockerHasOrDoesNotSayKeepsItWhereItIs(String answer, String reason) throws Exception {
        machine.tool(
                "docker",
                "case \"$*\" in --version) echo Docker version 27 ;; " + answer + " *RootDir*) echo " + data
                        + " ;; esac");
        staysFor(reason, packaged(Map.of()));
        nothingIsTouched();
    }

    @Test
    void aDaemonElsewhereIsLeftAlone() throws Exception {
        staysFor("does not say where", packaged(Map.of("DOCKER_HOST", "tcp://build.example:2376")));
        nothingIsTouched();
    }

    @Test
    void aVolumeWithMoreRoomIsKept() throws Exception {
        machine.tool("df", "case \"$*\" in *docker) echo 500000000 ;; *) echo 122070312 ;; esac");
        staysFor("more room", packaged(Map.of()));
        assertEquals(List.of(), machine.calls("systemctl"));
    }

    @Test
    void whoIsNotRootNeedsSudo() throws Exception {
        machine.tool("id", "case \"$1\" in -u) echo 1000 ;; *) echo build ;; esac");
        machine.tool("sudo", "exit 1");
        staysFor("build may not become root", packaged(Map.of()));
        nothingIsTouched();
        machine.tool("sudo", "shift; exec \"$@\"");
        assertMoved(packaged(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"mkfs.ext4, no NVMe", "mount, no NVMe"})
    void aDeviceThatFailsIsToldAndThePackagingGoesOn(String tool, String reason) throws Exception {
        machine.tool(tool, "exit 1");
        staysFor(reason, packaged(Map.of()));
        assertEquals(List.of(), machine.calls("systemctl"));
    }

    @Test
    void aDaemonThatDoesNotStartThereStartsWhereItWas() throws Exception {
        Path failed = folder.resolve("failed");
        machine.tool(
                "systemctl",
                "case \"$*\" in is-active*) exit 3 ;; start*) [ -e " + failed + " ] || { : > " + failed
                        + "; exit 1; } ;; esac");
        staysFor("Docker did not start", packaged(Map.of()));
        assertEquals(List.of(data.toString()), machine.calls("umount"));
        List<String> calls = machine.calls("systemctl");
        assertEquals("start docker.service", calls.get(calls.size() - 1));
    }
}
