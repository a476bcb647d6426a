package io.jenkins.plugins.monai.steps;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which endpoint overrides count. Requests to an endpoint are signed, and carry a session token, ECR's password and
 * studies: whose credentials are used says where to. Those of a profile are an administrator's, and so are its
 * endpoints; a step may send its own credentials wherever it likes.
 */
final class StepEndpoints {

    private StepEndpoints() {}

    /**
     * Those of the profile, and before them those of the step.
     *
     * @param ofStep null for none
     * @param credentialsId what the step itself names; null where it uses those of its profile
     * @throws OperationException the step has overrides for credentials that are not its own
     * @throws IllegalArgumentException an endpoint is no URL
     */
    static Endpoints merged(Map<String, String> ofProfile, Map<String, String> ofStep, String credentialsId)
            throws OperationException {
        check(ofStep, credentialsId);
        Map<String, String> overrides = new LinkedHashMap<>(ofProfile);
        overrides.putAll(ofStep == null ? Map.of() : ofStep);
        return Endpoints.of(overrides);
    }

    /** As {@link #merged} does. */
    static void check(Map<String, String> ofStep, String credentialsId) throws OperationException {
        boolean own = credentialsId != null && !credentialsId.isBlank();
        if (ofStep != null && !ofStep.isEmpty() && !own) {
            throw new OperationException(
                    "A step's 'endpoints' are for credentials of its own, and it names none",
                    "Name AWS credentials that the job may use in 'credentialsId', or ask the administrator of this"
                            + " Jenkins to set the endpoints in the AWS profile");
        }
    }
}
