package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

class DetachedCommandOnOpenSshTest extends DetachedCommandContract {

    @Override
    TestSshd start(Path dir, String authorizedKeyLine) throws Exception {
        assumeTrue(LocalSshd.isInstalled(), "SKIPPED: no /usr/sbin/sshd; install openssh-server to test against it");
        return LocalSshd.start(dir, authorizedKeyLine);
    }
}
