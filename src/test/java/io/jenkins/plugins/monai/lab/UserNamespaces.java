package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What an ordinary user needs for containers: a namespace with more users than one. */
final class UserNamespaces {

    /** As many as {@code useradd} gives; images of a distribution use ids up to nobody's, 65534. */
    static final long IDS = 65_536;

    private final String user;
    private final long uid;
    private final Path etc;
    private final Path proc;

    /**
     * @param etc where subuid and subgid are
     * @param proc {@code /proc/sys}
     */
    UserNamespaces(String user, long uid, Path etc, Path proc) {
        this.user = user;
        this.uid = uid;
        this.etc = etc;
        this.proc = proc;
    }

    static UserNamespaces ofThisUser() throws IOException {
        long uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        return new UserNamespaces(System.getProperty("user.name"), uid, Path.of("/etc"), Path.of("/proc/sys"));
    }

    /** How many ids a {@code uid_map} has. */
    static long idsIn(String map) {
        return map.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(part -> part.length == 3 && part[2].matches("\\d{1,18}"))
                .mapToLong(part -> Long.parseLong(part[2]))
                .sum();
    }

    /** Why they cannot be had, as a clause; empty where all that can be read allows them. */
    Optional<String> whyNot() throws IOException {
        for (String program : List.of("newuidmap", "newgidmap")) {
            if (LabPaths.program(program).isEmpty()) {
                return Optional.of(program + " is not installed (Debian: uidmap; Fedora: shadow-utils)");
            }
        }
        for (String file : List.of("subuid", "subgid")) {
            long ids = ids(etc.resolve(file));
            if (ids < IDS) {
                return Optional.of("/etc/" + file + " gives " + user + " " + ids + " ids of the " + IDS
                        + " that images need (sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "
                        + user + ")");
            }
        }
        for (String limit : List.of("user/max_user_namespaces", "kernel/unprivileged_userns_clone")) {
            if (value(proc.resolve(limit)).equals("0")) {
                return Optional.of("user namespaces are switched off (sysctl " + limit.replace('/', '.') + " is 0)");
            }
        }
        return Optional.empty();
    }

    /** Lines are {@code user-or-uid:first:count}. */
    private long ids(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return 0;
        }
        return Files.readAllLines(file).stream()
                .map(line -> line.strip().split(":"))
                .filter(part -> part.length == 3 && (part[0].equals(user) || part[0].equals(String.valueOf(uid))))
                .filter(part -> part[2].matches("\\d{1,18}"))
                .mapToLong(part -> Long.parseLong(part[2]))
                .sum();
    }

    private static String value(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readString(file).strip() : "";
    }
}
