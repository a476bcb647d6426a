package io.jenkins.plugins.monai.engine.ssh;

import java.nio.file.Path;

class DetachedCommandOnMinaTest extends DetachedCommandContract {

    @Override
    TestSshd start(Path dir, String authorizedKeyLine) throws Exception {
        return new MinaSshd(authorizedKeyLine);
    }
}
