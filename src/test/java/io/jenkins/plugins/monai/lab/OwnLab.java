package io.jenkins.plugins.monai.lab;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For a class of tests that starts a laboratory of its own: two with containers cannot be open at once. */
public final class OwnLab implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        LabExtension.closeShared(context);
    }
}
