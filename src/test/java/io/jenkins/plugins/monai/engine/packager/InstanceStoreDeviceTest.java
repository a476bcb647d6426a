package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device is really formatted and mounted: a loop device, in a mount namespace; needs root. */
class InstanceStoreDeviceTest {

    @TempDir
    Path folder;

    @Test
    void onARealDeviceDataIsMovedOnceAndWhatIsThereStays() throws Exception {
        Scripts machine = new Scripts(folder);
        Path root = folder.resolve("machine");
        Path data = root.resolve("var/lib/docker");
        for (String file : List.of("run/monai-deploy/began", "run/systemd/system/x", "dev/disk/by-id/x", "var/x")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.createFile(root.resolve(file));
        }
        machine.tool("systemctl", "");
        machine.tool(
                "docker",
                "case \"$*\" in --version) echo Docker version 27 ;; *DockerRootDir*) echo " + data + " ;; esac");
        for (String tool : List.of("readlink", "sort", "true", "tr", "wc", "basename", "sleep", "unshare")) {
            assumeTrue(machine.links(tool), tool + " is missing");
        }
        for (String tool : List.of(
                "lsblk", "wipefs", "blkid", "mkfs.ext4", "mount", "umount", "mountpoint", "df", "find", "losetup")) {
            assumeTrue(machine.links(tool), tool + " is missing");
        }
        Path image = folder.resolve("disk");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(128L << 20);
        }
        String loop = host("losetup", "--find", "--show", image.toString());
        assumeTrue(loop.startsWith("/dev/"), "no loop device: " + loop);
        try {
            Files.createSymbolicLink(root.resolve(InstanceStoreScriptTest.LINK), Path.of(loop));
            // A volume that is smaller than the device, in a mount namespace that ends with the script.
            String before = "mount -t tmpfs -o size=16m none " + root + "/var; mkdir -p " + data + "; chmod 710 " + data
                    + "; echo id > " + data + "/engine-id\n";
            String after = "mountpoint " + data + "; stat -c %a " + data + "; cat " + data + "/engine-id\n";
            Map<String, String> environment = Map.of("MONAI_DEPLOY_ROOT", root.toString());
            Scripts.Result first = isolated(
                    machine,
                    before + InstanceStoreScriptTest.script() + after + InstanceStoreScriptTest.script(),
                    environment);
            assertEquals(
                    List.of(
                            "Docker keeps its data on the machine's local NVMe, 0 GB free",
                            "packaging",
                            data + " is a mountpoint",
                            "710",
                            "id",
                            "packaging"),
                    first.output().lines().toList());
            byte[] disk = Files.readAllBytes(image);
            Scripts.Result second = isolated(machine, before + InstanceStoreScriptTest.script(), environment);
            assertTrue(second.output().contains("no NVMe of the machine is empty"), second.output());
            assertArrayEquals(disk, Files.readAllBytes(image), "what is on a device stays");
        } finally {
            host("losetup", "--detach", loop);
        }
    }

    private static Scripts.Result isolated(Scripts machine, String script, Map<String, String> environment)
            throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        command.addAll(List.of("bash", "-c", script));
        return machine.execute(command, environment);
    }

    private static String host(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
