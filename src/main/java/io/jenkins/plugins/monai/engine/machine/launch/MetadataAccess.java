package io.jenkins.plugins.monai.engine.machine.launch;

import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;

/**
 * How far the metadata service of an instance answers: to the instance itself, by version 2, and to no container on it. A
 * container behind a bridge is one hop further away, so a token that may travel one hop never comes to it.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-existing-instances.html">Modify
 *     instance metadata options</a>
 */
public final class MetadataAccess {

    public static final HttpTokensState TOKENS = HttpTokensState.REQUIRED;
    public static final int HOP_LIMIT = 1;

    private MetadataAccess() {}

    /** EC2 tells the options of each instance; what is not told is not held against it. */
    public static boolean isClosed(InstanceMetadataOptionsResponse options) {
        return options == null
                || ((options.httpTokens() == null || options.httpTokens() == TOKENS)
                        && (options.httpPutResponseHopLimit() == null
                                || options.httpPutResponseHopLimit() <= HOP_LIMIT));
    }
}
