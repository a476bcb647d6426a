package io.jenkins.plugins.monai.demo;

import java.util.List;

/**
 * What became of one upload.
 *
 * @param seconds from the upload until it was filed away
 * @param triggerSeconds from the upload until the runner had taken its job
 * @param healthImagingJob the import of the results
 */
record Inference(
        String inputKey,
        List<String> resultKeys,
        String inferredKey,
        double seconds,
        double triggerSeconds,
        String healthImagingJob) {}
