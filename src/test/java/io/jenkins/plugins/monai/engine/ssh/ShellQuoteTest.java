package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellQuoteTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "plain",
                "two words",
                "'",
                "''",
                "it's",
                "\"",
                "$(touch x)",
                "`id`",
                "\\",
                "\\'",
                "a\nb",
                "*?[a]",
                "~",
                "-n",
                "#",
                ";&|<>",
                "!$",
                "größe",
                "\t"
            })
    void aShellReadsItBackUnchanged(String text) throws Exception {
        Process shell = new ProcessBuilder("/bin/sh", "-c", "printf %s " + ShellQuote.quote(text)).start();
        shell.getOutputStream().close();
        String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor());
        assertEquals(text, read);
    }

    @Test
    void quotesEveryWordOfACommand() {
        assertEquals("'rm' '-rf' '--' 'it'\\''s'", ShellQuote.command("rm", "-rf", "--", "it's"));
    }

    @Test
    void nulIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ShellQuote.quote("a\0b"));
    }
}
