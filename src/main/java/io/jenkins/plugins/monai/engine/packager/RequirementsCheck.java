package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.requirements.Requirements;

/** What a packager cannot do of requirements that pip could. */
final class RequirementsCheck {

    private RequirementsCheck() {}

    /**
     * @param baseImage null for the packager's own, which has neither Git nor a compiler
     * @throws OperationException names the place
     */
    static void check(Requirements requirements, String baseImage) throws OperationException {
        Requirements.Remarks remarks = requirements.remarks();
        if (remarks.hash() != null && remarks.withoutHash() != null) {
            refuse(
                    remarks.withoutHash(),
                    "the requirement has no hash, though " + remarks.hash()
                            + " asks for hashes, so pip wants one of all",
                    "Add hashes ('pip-compile --generate-hashes' writes them), which repositories and folders cannot have,"
                            + " or take them all out");
        }
        if (remarks.git() != null && baseImage == null) {
            refuse(
                    remarks.git(),
                    "the requirement comes from version control, for which the base image has no program",
                    "Name a baseImage with git, or require a release or a wheel");
        }
    }

    /** {@code monai-deploy package} copies one file, and adds requirements of its own to it. */
    static void checkUpstream(Requirements requirements, String baseImage) throws OperationException {
        Requirements.Remarks remarks = requirements.remarks();
        String place = remarks.file() != null ? remarks.file() : remarks.constraint();
        if (place != null) {
            refuse(
                    place,
                    "packager upstream takes no wheels, folders or constraints along",
                    "Use packager builtin, which does; or publish wheels to an index and write versions into requirements");
        }
        if (remarks.hash() != null) {
            refuse(
                    remarks.hash(),
                    "packager upstream adds requirements without hashes, which pip refuses beside hashes",
                    "Use packager builtin, or take all hashes out");
        }
        check(requirements, baseImage);
    }

    private static void refuse(String place, String what, String remedy) throws OperationException {
        throw new OperationException(place + ": " + what, remedy);
    }
}
