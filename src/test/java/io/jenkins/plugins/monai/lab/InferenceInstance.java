package io.jenkins.plugins.monai.lab;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What an instance has by its profile, and the laboratory's has not for commands of Systems Manager. */
public final class InferenceInstance {

    private InferenceInstance() {}

    /** Credentials for AWS, and a login at the registry that stands in for ECR's. */
    public static void prepare(Lab lab, SsmClient ssm, String instanceId) {
        String registry = lab.registryUri().orElseThrow().getAuthority();
        String script = "set -e\nmkdir -p /root/.aws\n"
                + "printf '[default]\\naws_access_key_id=" + lab.accessKeyId() + "\\naws_secret_access_key="
                + lab.secretAccessKey() + "\\n' >/root/.aws/credentials\n"
                + "echo " + lab.registryPassword() + " | docker login --username AWS --password-stdin " + registry
                + "\n";
        ssm.sendCommand(r -> r.documentName("AWS-RunShellScript")
                .instanceIds(instanceId)
                .parameters(Map.of("commands", List.of(script))));
    }
}
