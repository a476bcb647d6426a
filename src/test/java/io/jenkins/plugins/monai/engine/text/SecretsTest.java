package io.jenkins.plugins.monai.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.ssh.LogLines;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Issue 10, number 18: secrets are masked in one place, in each form in which they are met. */
class SecretsTest {

    /** As long as ECR's password, and of the same characters. */
    private static final String PASSWORD = Base64.getEncoder().encodeToString(bytes(1500));

    private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private final Secrets secrets = new Secrets();

    SecretsTest() {
        secrets.hide(PASSWORD);
        secrets.hide(KEY);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** No piece of the secret of so many characters is left. */
    private static void assertGone(String secret, String shown, int characters) {
        for (int at = 0; at + characters <= secret.length(); at++) {
            assertFalse(shown.contains(secret.substring(at, at + characters)), shown);
        }
    }

    @Test
    void asTheyAre() {
        assertEquals("a ****, b ****.", secrets.mask("a " + KEY + ", b " + PASSWORD + "."));
        assertEquals("nothing of it", secrets.mask("nothing of it"));
    }

    @Test
    void inBase64WhereverTheyBegin() {
        for (String secret : new String[] {PASSWORD, KEY}) {
            for (String before : new String[] {"", "A", "AW", "AWS:", "user:", "some.one:"}) {
                for (String after : new String[] {"", "x", "\n"}) {
                    String encoded = base64(before + secret + after);
                    String shown = secrets.mask("Authorization: Basic " + encoded);
                    assertTrue(shown.contains("****"), shown);
                    assertGone(base64(before + secret).substring(8), shown, 12);
                    String url = encoded.replace('+', '-').replace('/', '_');
                    assertTrue(secrets.mask(url).contains("****"), url);
                }
            }
        }
    }

    @Test
    void escapedForUrlsAndJson() {
        String url = URLEncoder.encode(KEY, StandardCharsets.UTF_8);
        assertEquals("x=****&", secrets.mask("x=" + url + "&"));
        assertEquals("x=****&", secrets.mask("x=" + url.replace("%2F", "%2f").replace("%2B", "%2b") + "&"));
        assertEquals("\"****\"", secrets.mask("\"" + KEY.replace("/", "\\/") + "\""));
    }

    @Test
    void wrappedIntoLines() {
        String wrapped = Base64.getMimeEncoder().encodeToString(("AWS:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        for (String line : wrapped.split("\r\n")) {
            assertGone(line, secrets.mask(line), 16);
        }
    }

    @Test
    void cutAtEveryPosition() {
        for (int at = 4; at < KEY.length(); at++) {
            assertGone(KEY, secrets.mask("x " + KEY.substring(0, at)), 4);
            assertGone(KEY, secrets.mask("x " + KEY.substring(0, at) + "... (" + at + " bytes left out)"), 4);
            assertGone(KEY, secrets.mask("..." + KEY.substring(at) + " y"), 4);
        }
    }

    @Test
    void acrossTheBordersOfChunksAtEveryPosition() {
        byte[] log = ("first\nexport KEY=" + KEY + "\nAuthorization: " + base64("AWS:" + KEY) + "\nlast\n")
                .getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at <= log.length; at++) {
            LogLines lines = new LogLines();
            StringBuilder shown = new StringBuilder();
            lines.add(java.util.Arrays.copyOf(log, at))
                    .forEach(line -> shown.append(secrets.mask(line)).append('\n'));
            lines.add(java.util.Arrays.copyOfRange(log, at, log.length))
                    .forEach(line -> shown.append(secrets.mask(line)).append('\n'));
            assertTrue(shown.toString().startsWith("first\nexport KEY=****\nAuthorization: "), shown.toString());
            assertGone(KEY, shown.toString(), 4);
            assertGone(base64("AWS:" + KEY).substring(8), shown.toString(), 8);
        }
    }

    @Test
    void whereAnEndlessLineIsCutAtEveryPosition() {
        for (int before = LogLines.LONGEST - KEY.length() - 1; before <= LogLines.LONGEST; before++) {
            LogLines lines = new LogLines();
            StringBuilder shown = new StringBuilder();
            lines.add(("-".repeat(before) + KEY + " and more\n").getBytes(StandardCharsets.UTF_8))
                    .forEach(line -> shown.append(secrets.mask(line)).append('\n'));
            assertGone(KEY, shown.toString(), 4);
        }
    }

    @Test
    void hiddenByWhatIsTakenOut() {
        StringBuilder torn = new StringBuilder();
        KEY.chars().forEach(c -> torn.append((char) c).append("\u001b[0m\u200b"));
        assertEquals("****", secrets.mask(ForeignText.clean(torn.toString())));
    }

    @Test
    void theyAreNotTold() {
        assertEquals("2 secrets", secrets.toString());
    }
}
