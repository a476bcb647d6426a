package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns an application and its models into a MAP in the machine's container store. */
public interface Packager {

    /** In the run's folder after {@link #script}: {@code docker} or {@code podman}, whose container store has the image. */
    String TOOL_FILE = "container-tool";

    /** As in the request: {@code upstream} or {@code builtin}. */
    String name();

    /**
     * The files to be sent besides the application, the models and app.yaml.
     *
     * @throws OperationException the inputs cannot be packed by this packager
     */
    List<GeneratedFile> files(PackageInputs inputs) throws OperationException;

    /**
     * The parts of the fingerprint that say what a MAP of these inputs stands on, but for requirements and platform: the
     * same parts, the same image below application, models and manifests.
     */
    Map<String, String> foundation(PackageInputs inputs);

    /**
     * The manifests of the MAP by their places in it, where they can be made without running the packager.
     *
     * @return empty where only the packager can: then those of a former MAP serve as long as {@link #settings} are the same
     */
    Optional<Map<String, String>> manifests(PackageInputs inputs) throws OperationException;

    /** All that manifests depend on which only the packager can make; an empty text for others. */
    String settings(PackageInputs inputs);

    /** The labels of the image. */
    Map<String, String> labels(PackageInputs inputs);

    /**
     * A {@code bash} script that runs in the run's folder and ends with the image tagged {@link PackageInputs#localTag}.
     * Repeated, it makes the same image again. It prints what it does; its last lines before an exit other than 0 say
     * what went wrong.
     */
    String script(PackageInputs inputs);

    /**
     * The remedy for a script that exited with a code other than 0.
     *
     * @param lastLines the end of what it printed
     */
    String remedy(int exitCode, String lastLines);
}
