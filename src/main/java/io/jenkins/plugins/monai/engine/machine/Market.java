package io.jenkins.plugins.monai.engine.machine;

/**
 * The ways in which EC2 sells the time of a machine.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-purchasing-options.html">Amazon EC2 billing
 *     and purchasing options</a>
 */
public enum Market {
    ON_DEMAND("on-demand"),

    /** Spare capacity, cheaper, which EC2 takes back with a notice of two minutes. */
    SPOT("spot");

    private final String label;

    Market(String label) {
        this.label = label;
    }

    /** As people read it. */
    @Override
    public String toString() {
        return label;
    }
}
