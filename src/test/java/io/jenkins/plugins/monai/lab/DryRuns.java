package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.util.Optional;

/** EC2's DryRun, which ministack ignores: it would launch. */
final class DryRuns implements FrontPart {

    @Override
    public Optional<ResponseDefinition> answer(AwsRequest request) {
        return request.parameter("DryRun")
                .filter("true"::equals)
                .map(yes -> AwsReply.error(
                        request, "DryRunOperation", "Request would have succeeded, but DryRun flag is set."));
    }
}
