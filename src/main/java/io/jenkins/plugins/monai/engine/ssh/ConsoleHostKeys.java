package io.jenkins.plugins.monai.engine.ssh;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host keys that cloud-init prints on a machine's console (its modules {@code ssh} and {@code keys_to_console},
 * https://docs.cloud-init.io/en/latest/reference/modules.html#keys-to-console), each line maybe with a prefix such as
 * {@code ci-info:}, {@code ec2:} or a kernel time stamp.
 */
public final class ConsoleHostKeys {

    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:([A-Za-z0-9+/]{43})=?(?![A-Za-z0-9+/=])");
    private static final Pattern KEY_LINE =
            Pattern.compile("(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) (AAAA[A-Za-z0-9+/]+={0,2})");

    private ConsoleHostKeys() {}

    /**
     * Fingerprints and key lines of the last complete block of each kind, for {@link HostKeyCheck#anyOf}. The console
     * is a window that moves: a block that has lost its begin or has not got its end yet does not count.
     *
     * @param console the decoded output of GetConsoleOutput
     * @return empty while there is none
     */
    public static Set<String> parse(String console) {
        Set<String> keys = new LinkedHashSet<>();
        Matcher line = KEY_LINE.matcher(lastBlock(console, "SSH HOST KEY KEYS"));
        while (line.find()) {
            addKeyLine(keys, line.group(1) + " " + line.group(2));
        }
        Matcher fingerprint = FINGERPRINT.matcher(lastBlock(console, "SSH HOST KEY FINGERPRINTS"));
        while (fingerprint.find()) {
            keys.add("SHA256:" + fingerprint.group(1));
        }
        return keys;
    }

    /** Other output may have run into a line and mangled the key. */
    private static void addKeyLine(Set<String> keys, String line) {
        try {
            keys.add(HostKey.parse(line).line());
        } catch (IllegalArgumentException mangled) {
            // The fingerprints or the other keys remain.
        }
    }

    private static String lastBlock(String console, String title) {
        int end = console.lastIndexOf("-----END " + title + "-----");
        String begin = "-----BEGIN " + title + "-----";
        int start = end < 0 ? -1 : console.lastIndexOf(begin, end);
        return start < 0 ? "" : console.substring(start + begin.length(), end);
    }
}
