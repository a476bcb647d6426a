package io.jenkins.plugins.monai.lab;

/** What of a run still exists. */
public record LeftRunning(int instances, int keyPairs, int securityGroups) {

    public boolean isNothing() {
        return instances == 0 && keyPairs == 0 && securityGroups == 0;
    }
}
