package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.io.IOException;
import java.util.Optional;

/** A part of AWS that the front answers for itself. */
interface FrontPart {

    /** The answer; empty to leave the call to the next part, and in the end to the emulator. */
    Optional<ResponseDefinition> answer(AwsRequest request) throws IOException, InterruptedException;
}
