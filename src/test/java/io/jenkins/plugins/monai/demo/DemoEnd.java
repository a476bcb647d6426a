package io.jenkins.plugins.monai.demo;

/** How a demo ended, as {@code end} of its report, and the exit status of its process. */
enum DemoEnd {
    /** From the application to the results, and nothing is left. */
    DONE(0),
    /** See {@code failure} or {@code leftRunning} of the report. */
    FAILED(1),
    /** No containers can be had here: all that needs none was done, and nothing failed. */
    WITHOUT_CONTAINERS(3),
    /** By a signal, such as Ctrl-C; as a shell has it for SIGINT. */
    INTERRUPTED(130);

    private final int status;

    DemoEnd(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
