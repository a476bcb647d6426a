package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How this machine reaches package registries, for the images: read when they are built, never kept in the sources. */
final class MachineSettings {

    private static final Duration QUICK = Duration.ofSeconds(60);
    private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
    private static final Set<String> PIP_SETTINGS =
            Set.of("index-url", "extra-index-url", "trusted-host", "proxy", "timeout", "default-timeout", "retries");

    private MachineSettings() {}

    /** The certificate authorities this machine trusts. */
    static byte[] certificates() throws IOException {
        List<Path> places = Stream.of(
                        System.getenv().getOrDefault("SSL_CERT_FILE", BUNDLE),
                        BUNDLE,
                        "/etc/pki/tls/certs/ca-bundle.crt")
                .map(Path::of)
                .filter(Files::isReadable)
                .toList();
        if (places.isEmpty()) {
            throw new IOException("No bundle of certificate authorities at " + BUNDLE + ": install ca-certificates");
        }
        return Files.readAllBytes(places.get(0));
    }

    /** As pip sees them from its files and its environment; settings that name local files are left out. */
    static byte[] pip(Path python) throws IOException, InterruptedException {
        String settings = Command.of(python.toString(), "-m", "pip", "config", "list")
                .run(QUICK)
                .lines()
                .map(line -> line.split("=", 2))
                .filter(setting -> setting.length == 2 && PIP_SETTINGS.contains(key(setting[0])))
                .map(setting -> key(setting[0]) + " = " + setting[1].replaceAll("^'|'$", ""))
                .distinct()
                .collect(Collectors.joining("\n", "[global]\ncert = " + BUNDLE + "\n", "\n"));
        return settings.getBytes(StandardCharsets.UTF_8);
    }

    private static String key(String setting) {
        return setting.substring(setting.lastIndexOf('.') + 1);
    }

    /** Proxies and how strictly apt checks. */
    static byte[] apt() throws IOException, InterruptedException {
        if (LabPaths.program("apt-config").isEmpty()) {
            return new byte[0];
        }
        return Command.of("apt-config", "dump", "Acquire")
                .run(QUICK)
                .lines()
                .filter(line -> line.matches(
                        "Acquire::(https?::(Proxy|Verify|No-Cache)|Check-|AllowInsecure|Retries).*\".+\";"))
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
