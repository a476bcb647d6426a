package io.jenkins.plugins.monai.engine.cost;

/**
 * What a gp3 volume is to do beyond what its size pays for. Immutable.
 *
 * @param mibPerSecond 125, which is free, to 1000, which every region has
 * @see <a href="https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html#gp3-ebs-volume-type">General Purpose
 *     SSD volumes</a>
 */
public record Gp3(int mibPerSecond) {

    private static final int FREE_MIB = 125;
    private static final int MOST_MIB = 1000;
    private static final int FREE_IOPS = 3000;

    /** A volume has at most 0.25 MiB/s of throughput for each of its IOPS. */
    private static final int IOPS_OF_A_MIB = 4;

    /**
     * In each region a MiB/s beyond the free ones costs half as much as a GiB, and an IOPS a sixteenth: 0.08, 0.04 and
     * 0.005 USD a month in us-east-1.
     *
     * @see <a href="https://aws.amazon.com/ebs/pricing/">Amazon EBS pricing</a>
     */
    private static final double MIB_IN_GIB = 0.5;

    private static final double IOPS_IN_GIB = 0.0625;

    private static final double MEGABYTE_IN_MIB = 1e6 / (1 << 20);

    /** One that only has what is free. */
    public static Gp3 plain() {
        return new Gp3(FREE_MIB);
    }

    /**
     * As fast as an instance type can use.
     *
     * @param megabytesPerSecond of {@code EbsOptimizedInfo.maximumThroughputInMBps}; 0 where it is not known
     */
    public static Gp3 forType(double megabytesPerSecond) {
        int usable = (int) Math.floor(megabytesPerSecond * MEGABYTE_IN_MIB);
        return new Gp3(Math.max(FREE_MIB, Math.min(MOST_MIB, usable)));
    }

    /** As many as the throughput needs, and what is free at least: a build reads and writes in long runs. */
    public int iops() {
        return Math.max(FREE_IOPS, IOPS_OF_A_MIB * mibPerSecond);
    }

    /** What it costs as so many GiB more. */
    double inGiB() {
        return MIB_IN_GIB * (mibPerSecond - FREE_MIB) + IOPS_IN_GIB * (iops() - FREE_IOPS);
    }
}
