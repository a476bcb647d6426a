package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.operation.OperationException;

/** An account and region to look in. */
public interface ReaperPlace {

    /** For people: a profile's name, say, with the region. */
    String title();

    /**
     * @return to be closed by the caller
     * @throws OperationException there are no credentials for it
     */
    AwsClients open() throws OperationException;
}
