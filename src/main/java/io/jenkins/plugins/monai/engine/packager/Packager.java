package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;

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
