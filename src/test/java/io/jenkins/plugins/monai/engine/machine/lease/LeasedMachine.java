package io.jenkins.plugins.monai.engine.machine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A folder that stands for a machine: user data runs in it, and its clock moves when somebody sleeps, and not by itself. */
final class LeasedMachine implements AutoCloseable {

    private final Path root;
    private final Path commands;

    /** @param systemd whether the machine runs it */
    LeasedMachine(Path folder, boolean systemd) throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        commands = Files.createDirectories(folder.resolve("commands"));
        for (String directory : List.of("proc", "dev", "var/lib", "etc/systemd", "run")) {
            Files.createDirectories(root.resolve(directory));
        }
        if (systemd) {
            Files.createDirectories(root.resolve("run/systemd/system"));
        }
        for (String name : List.of("systemctl", "shutdown", "poweroff")) {
            command(name, 0);
        }
        script(
                "sleep",
                "read -r up rest <\"$MONAI_DEPLOY_ROOT/proc/uptime\"\n"
                        + "echo \"$((${up%%.*} + $1)).00 0.00\" >\"$MONAI_DEPLOY_ROOT/proc/uptime.$$\"\n"
                        + "mv \"$MONAI_DEPLOY_ROOT/proc/uptime.$$\" \"$MONAI_DEPLOY_ROOT/proc/uptime\"\n");
        script("setsid", "echo $$ >>\"$MONAI_DEPLOY_ROOT/loops\"\nexec \"$@\"\n");
        uptime(0);
    }

    /** A command that is noted, and ends so. */
    void command(String name, int exitCode) throws IOException {
        script(name, "echo " + name + " \"$@\" >>\"$MONAI_DEPLOY_ROOT/calls\"\nexit " + exitCode + "\n");
    }

    private void script(String name, String text) throws IOException {
        Path file = commands.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertTrue(file.toFile().setExecutable(true));
    }

    Path path(String name) {
        return root.resolve(name);
    }

    void uptime(long seconds) throws IOException {
        Files.writeString(root.resolve("proc/uptime"), seconds + ".42 7.00\n");
    }

    /** As cloud-init runs a boothook: without its first line, and from its copy. */
    void boot(String userData) throws Exception {
        assertTrue(userData.startsWith("#cloud-boothook\n#!/bin/sh\n"), userData);
        Path part = root.resolve("var/boothook");
        Files.writeString(part, userData.substring(userData.indexOf('\n') + 1));
        assertEquals(0, run("sh", part.toString()));
    }

    /** The system starts anew: what is in {@code /run} is gone. */
    void reboot() throws Exception {
        for (String name : List.of("began", "earlier", "renewed")) {
            Files.deleteIfExists(root.resolve("run/monai-deploy/" + name));
        }
        uptime(0);
    }

    /** What a unit starts, as systemd would. */
    void start(String unit) throws Exception {
        String line = unit(unit)
                .lines()
                .filter(l -> l.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow()
                .substring("ExecStart=".length());
        run(line.split(" "));
    }

    String unit(String name) throws IOException {
        Path unit = root.resolve("etc/systemd/system").resolve(name);
        return Files.readString(
                Files.exists(unit) ? unit : root.resolve("run/systemd/system").resolve(name));
    }

    /** As whoever launched the machine does it over SSH. */
    void renew() throws Exception {
        String command = LeaseRenewal.ON_THE_MACHINE
                .replace(" /run", " " + root + "/run")
                .replace(">>/run", ">>" + root + "/run");
        assertEquals(0, run("sh", "-c", command.replace("</proc", "<" + root + "/proc")));
    }

    /** The timer's turn at a moment: whether the machine ends. */
    boolean endsAt(long seconds) throws Exception {
        uptime(seconds);
        Files.deleteIfExists(root.resolve("calls"));
        start("monai-deploy-lease.service");
        return calls().stream().anyMatch(LeasedMachine::ends);
    }

    static boolean ends(String call) {
        return call.contains("poweroff") || call.startsWith("shutdown -P now");
    }

    List<String> calls() throws IOException {
        Path calls = root.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** Ends what the boothook has left running, as the machine's end does. */
    @Override
    public void close() throws IOException {
        Path loops = root.resolve("loops");
        if (Files.exists(loops)) {
            for (String pid : Files.readAllLines(loops)) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(LeasedMachine::kill);
            }
        }
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    private int run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", commands + ":/usr/bin:/bin");
        environment.put("MONAI_DEPLOY_ROOT", root.toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(root.resolve("output").toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }
}
