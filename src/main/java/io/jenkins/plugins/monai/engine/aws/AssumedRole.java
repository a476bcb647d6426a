package io.jenkins.plugins.monai.engine.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of a role, assumed with other credentials. A session, an hour long unless the role says otherwise, is
 * renewed before it ends.
 */
public final class AssumedRole implements AwsCredentialsProvider, SdkAutoCloseable {

    /** The longest name of a session: AssumeRole in the STS API reference. */
    private static final int LONGEST_NAME = 64;

    private final AwsClients caller;
    private final StsAssumeRoleCredentialsProvider session;

    /**
     * @param caller the clients of those who assume the role; closed with this
     * @param externalId null for none
     * @param purpose what the role is assumed for: CloudTrail shows it, as far as a session's name can hold it
     */
    public AssumedRole(AwsClients caller, String roleArn, String externalId, String purpose) {
        this.caller = caller;
        this.session = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(caller.sts())
                .refreshRequest(request ->
                        request.roleArn(roleArn).externalId(externalId).roleSessionName(sessionName(purpose)))
                .build();
    }

    /** The end of the purpose, where a build's number stands, in the letters that STS takes. */
    static String sessionName(String purpose) {
        String name = purpose.replaceAll("[^A-Za-z0-9_+=,.@-]+", "-");
        name = name.substring(Math.max(0, name.length() - LONGEST_NAME));
        return name.length() < 2 ? "jenkins" : name;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return session.resolveCredentials();
    }

    @Override
    public void close() {
        session.close();
        caller.close();
    }
}
