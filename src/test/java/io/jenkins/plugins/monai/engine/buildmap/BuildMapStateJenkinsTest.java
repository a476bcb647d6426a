package io.jenkins.plugins.monai.engine.buildmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.XmlFile;
import io.jenkins.plugins.monai.engine.map.SampleReport;
import io.jenkins.plugins.monai.engine.map.VerificationReport;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What an operation keeps, through the files of Jenkins, which take back whitelisted classes alone (JEP-200). */
@WithJenkins
class BuildMapStateJenkinsTest {

    @TempDir
    Path folder;

    @Test
    void theStateIsReadBackAsItWasWritten(JenkinsRule jenkins) throws Exception {
        BuildMapState state = new BuildMapState("0a1b", 1234);
        state.account("123456789012");
        state.sshCidr("203.0.113.7/32");
        state.packaging().start();
        state.packaging().readTo(42);
        state.machine().pinHostKey("ssh-ed25519 AAAA");
        state.repository("123456789012.dkr.ecr.eu-west-1.amazonaws.com", "team/map");
        state.imageDigest("sha256:" + "1".repeat(64));
        state.verification(SampleReport.of("example.org/team/map:1"));
        File file = folder.resolve("state.xml").toFile();
        new XmlFile(file).write(state);
        BuildMapState read = (BuildMapState) new XmlFile(file).read();
        assertEquals("0a1b", read.getRunId());
        assertEquals(1234, read.getStartMillis());
        assertEquals("123456789012", read.accountId());
        assertEquals("203.0.113.7/32", read.sshCidr());
        assertEquals(42, read.packaging().offset());
        assertEquals("ssh-ed25519 AAAA", read.machine().hostKey());
        assertEquals(state.repositoryUri(), read.repositoryUri());
        assertEquals(state.imageDigest(), read.imageDigest());
        VerificationReport report = read.verification();
        assertEquals(state.verification().lines(), report.lines());
        assertEquals(List.of(1, 1, 1), List.of(report.getErrorCount(), report.getWarnCount(), report.getInfoCount()));
        File again = folder.resolve("again.xml").toFile();
        new XmlFile(again).write(read);
        assertEquals(Files.readString(file.toPath()), Files.readString(again.toPath()));
    }
}
