package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.ssh.HostKeyStrategy;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The machine a run asks for. Immutable; made by {@link #builder()}. */
public final class MachineSpec implements Serializable {

    private static final long serialVersionUID = 1L;

    /** NVIDIA T4, 4 vCPUs, 16 GiB. */
    public static final String DEFAULT_INSTANCE_TYPE = "g4dn.xlarge";

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

    private MachineSpec(Builder b) {
        this.instanceTypes = new ArrayList<>(b.instanceTypes);
        this.ami = b.ami;
        this.subnets = new ArrayList<>(b.subnets);
        this.securityGroup = b.securityGroup;
        this.sshCidr = b.sshCidr;
        this.instanceProfile = b.instanceProfile;
        this.volumeGiB = b.volumeGiB;
        this.sshUser = b.sshUser;
        this.hostKeyStrategy = b.hostKeyStrategy;
        this.privateAddress = b.privateAddress;
        this.maximumMinutes = b.maximumMinutes;
        this.leaseSeconds = b.lease.length().toSeconds();
    }

    public static Builder builder() {
        return new Builder();
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

    /** Makes specifications; every setter takes null for its default. */
    public static final class Builder {

        private List<String> instanceTypes = List.of(DEFAULT_INSTANCE_TYPE);
        private String ami;
        private List<String> subnets = List.of();
        private String securityGroup;
        private String sshCidr;
        private String instanceProfile;
        private int volumeGiB = 150;
        private String sshUser = "ubuntu";
        private HostKeyStrategy hostKeyStrategy = HostKeyStrategy.ACCEPT_NEW;
        private boolean privateAddress;
        private int maximumMinutes = 120;
        private LeaseTerms lease = LeaseTerms.STANDARD;

        private Builder() {}

        public Builder instanceTypes(List<String> value) {
            instanceTypes = value == null || value.isEmpty() ? instanceTypes : List.copyOf(value);
            return this;
        }

        public Builder ami(String value) {
            ami = value;
            return this;
        }

        public Builder subnets(List<String> value) {
            subnets = value == null ? subnets : List.copyOf(value);
            return this;
        }

        public Builder securityGroup(String value) {
            securityGroup = value;
            return this;
        }

        public Builder sshCidr(String value) {
            sshCidr = value;
            return this;
        }

        public Builder instanceProfile(String value) {
            instanceProfile = value;
            return this;
        }

        public Builder volumeGiB(Integer value) {
            volumeGiB = value == null ? volumeGiB : value;
            return this;
        }

        public Builder sshUser(String value) {
            sshUser = value == null ? sshUser : value;
            return this;
        }

        public Builder hostKeyStrategy(HostKeyStrategy value) {
            hostKeyStrategy = value == null ? hostKeyStrategy : value;
            return this;
        }

        public Builder privateAddress(boolean value) {
            privateAddress = value;
            return this;
        }

        public Builder maximumMinutes(Integer value) {
            maximumMinutes = value == null ? maximumMinutes : value;
            return this;
        }

        public Builder lease(LeaseTerms value) {
            lease = value == null ? lease : value;
            return this;
        }

        public MachineSpec build() {
            return new MachineSpec(this);
        }
    }
}
