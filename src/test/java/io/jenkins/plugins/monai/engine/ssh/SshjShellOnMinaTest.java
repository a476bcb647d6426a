package io.jenkins.plugins.monai.engine.ssh;

import java.nio.file.Path;

class SshjShellOnMinaTest extends SshjShellContract {

    @Override
    TestSshd start(Path dir, String authorizedKeyLine) throws Exception {
        return new MinaSshd(authorizedKeyLine);
    }
}
