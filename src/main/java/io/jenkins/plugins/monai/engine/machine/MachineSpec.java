package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.ssh.HostKeyStrategy;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The machine a run asks for. Immutable; made by {@link #of}. */
public final class MachineSpec implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> instanceTypes;
    private final String ami;
    private final ArrayList<String> subnets;
    private final String securityGroup;
    private final String sshCidr;
    private final String instanceProfile;
    private final int volumeGiB;
    private final String sshUser;
    private final HostKeyStrategy hostKeyStrategy;
    private final boolean privateAddress;
    private final int maximumMinutes;

    /** 0 in one that was saved before there were leases. */
    private final long leaseSeconds;

    /** Null in a request that was saved before there was any. */
    private final String market;

    private final String maximumPrice;
    private final int spotRestarts;

    /** Null in one that was saved before there were any. */
    private final ArrayList<String> awsTags;

    private MachineSpec(Values values) {
        this.instanceTypes = new ArrayList<>(values.get(MachineParameters.INSTANCE_TYPES));
        this.ami = values.get(MachineParameters.AMI);
        this.subnets = new ArrayList<>(values.get(MachineParameters.SUBNETS));
        this.securityGroup = values.get(MachineParameters.SECURITY_GROUP);
        this.sshCidr = values.get(MachineParameters.SSH_CIDR);
        this.instanceProfile = values.get(MachineParameters.INSTANCE_PROFILE);
        this.volumeGiB = values.get(MachineParameters.VOLUME_GIB);
        this.sshUser = values.get(MachineParameters.SSH_USER);
        this.hostKeyStrategy = HostKeyStrategy.of(values.get(MachineParameters.HOST_KEY_STRATEGY));
        this.privateAddress = values.get(MachineParameters.PRIVATE_ADDRESS);
        this.maximumMinutes = values.get(MachineParameters.MAXIMUM_MINUTES);
        this.leaseSeconds = LeaseTerms.STANDARD.length().toSeconds();
        this.market = values.get(MachineParameters.MARKET);
        this.maximumPrice = values.get(MachineParameters.MAXIMUM_PRICE);
        this.spotRestarts = values.get(MachineParameters.SPOT_RESTARTS);
        this.awsTags = new ArrayList<>(values.get(MachineParameters.AWS_TAGS));
    }

    /**
     * @param values of {@link MachineParameters}
     * @throws IllegalArgumentException there is no such host-key strategy
     */
    public static MachineSpec of(Values values) {
        return new MachineSpec(values);
    }

    /** @throws OperationException a value cannot be right; the message names its parameter */
    public void check() throws OperationException {
        MachineParameters.INSTANCE_TYPES.check(instanceTypes);
        MachineParameters.SUBNETS.check(subnets);
        MachineParameters.AMI.check(ami);
        MachineParameters.SECURITY_GROUP.check(securityGroup);
        MachineParameters.INSTANCE_PROFILE.check(instanceProfile);
        MachineParameters.VOLUME_GIB.check(volumeGiB);
        MachineParameters.AWS_TAGS.check(awsTags);
    }

    /**
     * Only what a machine needs that is reached over SSH and lives as long as a run.
     *
     * @throws OperationException a value cannot be right; the message names its parameter
     */
    public void checkAccess() throws OperationException {
        MachineParameters.SSH_CIDR.check(sshCidr);
        MachineParameters.SSH_USER.check(sshUser);
        MachineParameters.MAXIMUM_MINUTES.check(maximumMinutes);
        MachineParameters.MAXIMUM_PRICE.check(maximumPrice);
        MachineParameters.SPOT_RESTARTS.check(spotRestarts);
    }

    /** In the order they are tried; never empty. */
    public List<String> instanceTypes() {
        return Collections.unmodifiableList(instanceTypes);
    }

    /** Null for the account's own AMI, or the region's Deep Learning base AMI. */
    public String ami() {
        return ami;
    }

    /** In the order they are tried; empty for those of the default VPC. */
    public List<String> subnets() {
        return Collections.unmodifiableList(subnets);
    }

    /** Null for a temporary one that lets in one address. */
    public String securityGroup() {
        return securityGroup;
    }

    /** The one address the temporary security group lets in, {@code 203.0.113.7/32}; null to find it out. */
    public String sshCidr() {
        return sshCidr;
    }

    /** Name or ARN; null for none. */
    public String instanceProfile() {
        return instanceProfile;
    }

    /** 30 to 16384. */
    public int volumeGiB() {
        return volumeGiB;
    }

    public String sshUser() {
        return sshUser;
    }

    public HostKeyStrategy hostKeyStrategy() {
        return hostKeyStrategy;
    }

    /** Whether the machine is reached by its private address. */
    public boolean privateAddress() {
        return privateAddress;
    }

    /** How long the run may take, in minutes: 10 to 1440. */
    public int maximumMinutes() {
        return maximumMinutes;
    }

    /** How long the machine may run at the most, whatever its owner wants. */
    public Duration longest() {
        return Duration.ofMinutes(maximumMinutes).plus(LeaseTerms.SLACK);
    }

    /** How long the machine runs on when its owner is not heard of any more. */
    public LeaseTerms lease() {
        return leaseSeconds == 0 ? LeaseTerms.STANDARD : new LeaseTerms(Duration.ofSeconds(leaseSeconds));
    }

    /** In which markets the machine is looked for. */
    public MarketChoice market() {
        return market == null ? MarketChoice.ON_DEMAND : MarketChoice.of(market);
    }

    /** In USD an hour, of spot machines; empty for the on-demand price, which EC2 takes by itself. */
    public Optional<BigDecimal> maximumPrice() {
        return Optional.ofNullable(maximumPrice).map(BigDecimal::new);
    }

    /** How many times a run starts over on another machine when EC2 takes its spot machine back: 0 to 10. */
    public int spotRestarts() {
        return spotRestarts;
    }

    /** Of the machine, and of whatever else its run makes. */
    public OwnTags ownTags() {
        return awsTags == null ? OwnTags.NONE : OwnTags.checked(awsTags);
    }
}
