package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Which MAP is to run for the uploads to which bucket, and on what machine. Immutable; made by {@link #builder()}. */
public final class InferenceRequest implements Serializable {

    private static final long serialVersionUID = 1L;

    public static final String DEFAULT_FUNCTION_NAME = "monai-inference";

    /** Studies at a time. */
    public static final int DEFAULT_SLOTS = 1;

    public static final int DEFAULT_IDLE_MINUTES = 15;

    private final String region;
    private final String bucket;
    private final Prefixes prefixes;
    private final String map;
    private final String functionName;
    private final String functionRole;
    private final String failureDestination;
    private final String kmsKey;
    private final HealthImagingStore healthImaging;
    private final MachineSpec machine;
    private final boolean gpu;
    private final boolean network;
    private final int slots;
    private final String workFolder;
    private final int idleMinutes;
    private final StudyLimits limits;
    private final boolean requireDeidentified;
    private final String smokeTestStudy;
    private final boolean stopAfterwards;
    private final int maximumMinutes;
    private final Endpoints endpoints;
    private final TreeMap<String, Double> priceOverrides;

    private InferenceRequest(Builder b) {
        this.region = Objects.requireNonNull(b.region, "region");
        this.bucket = Objects.requireNonNull(b.bucket, "bucket");
        this.prefixes = b.prefixes;
        this.map = Objects.requireNonNull(b.map, "map");
        this.functionName = b.functionName;
        this.functionRole = Objects.requireNonNull(b.functionRole, "functionRole");
        this.failureDestination = b.failureDestination;
        this.kmsKey = b.kmsKey;
        this.healthImaging = b.healthImaging;
        this.machine = b.machine;
        this.gpu = b.gpu;
        this.network = b.network;
        this.slots = b.slots;
        this.workFolder = b.workFolder;
        this.idleMinutes = b.idleMinutes;
        this.limits = b.limits;
        this.requireDeidentified = b.requireDeidentified;
        this.smokeTestStudy = b.smokeTestStudy;
        this.stopAfterwards = b.stopAfterwards;
        this.maximumMinutes = b.maximumMinutes;
        this.endpoints = b.endpoints;
        this.priceOverrides = new TreeMap<>(b.priceOverrides);
    }

    public static Builder builder() {
        return new Builder();
    }

    public String region() {
        return region;
    }

    public String bucket() {
        return bucket;
    }

    public Prefixes prefixes() {
        return prefixes;
    }

    /**
     * The image: {@code REPOSITORY[:TAG|@DIGEST]} in the account's ECR, or with the registry in front, as a build of a
     * MAP returns it. Without tag and digest {@code latest} is meant.
     */
    public String map() {
        return map;
    }

    /** The function's name; the machine's tag too. */
    public String functionName() {
        return functionName;
    }

    /** Name or ARN of the role the function runs as. */
    public String functionRole() {
        return functionRole;
    }

    /** ARN of the queue, topic or function that hears of events which failed for good; null for none. */
    public String failureDestination() {
        return failureDestination;
    }

    /** ARN of the KMS key for what is written into the bucket; null for what the bucket does by default. */
    public String kmsKey() {
        return kmsKey;
    }

    /** Null when nothing is to be imported. */
    public HealthImagingStore healthImaging() {
        return healthImaging;
    }

    /** The machine; its instance profile is given, its SSH settings and maximum lifetime are not used. */
    public MachineSpec machine() {
        return machine;
    }

    /** Whether the MAP is given the machine's GPUs. */
    public boolean gpu() {
        return gpu;
    }

    /** Whether the MAP may use the network. */
    public boolean network() {
        return network;
    }

    /** How many studies are inferred at a time: 1 to 16. */
    public int slots() {
        return slots;
    }

    /** Where on the machine studies are worked on, such as an instance store's mount point; null for the default. */
    public String workFolder() {
        return workFolder;
    }

    /** After how many minutes without a job the machine stops: 1 to 1440. */
    public int idleMinutes() {
        return idleMinutes;
    }

    public StudyLimits limits() {
        return limits;
    }

    /** Whether a study is refused that does not say that its patient's identity was removed. */
    public boolean requireDeidentified() {
        return requireDeidentified;
    }

    /** A file of the workspace that is uploaded to see that all works together; null for no such test. */
    public String smokeTestStudy() {
        return smokeTestStudy;
    }

    /** Whether the machine is stopped at once rather than after its idle time. */
    public boolean stopAfterwards() {
        return stopAfterwards;
    }

    /** How long the operation may take: 10 to 1440. */
    public int maximumMinutes() {
        return maximumMinutes;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** See {@link PriceTable#with}; may be empty. */
    public Map<String, Double> priceOverrides() {
        return priceOverrides == null ? Map.of() : Collections.unmodifiableMap(priceOverrides);
    }

    /** Makes requests; every setter takes null for its default. */
    public static final class Builder {

        private String region;
        private String bucket;
        private Prefixes prefixes = Prefixes.defaults();
        private String map;
        private String functionName = DEFAULT_FUNCTION_NAME;
        private String functionRole;
        private String failureDestination;
        private String kmsKey;
        private HealthImagingStore healthImaging;
        private MachineSpec machine = MachineSpec.builder().build();
        private boolean gpu = true;
        private boolean network;
        private int slots = DEFAULT_SLOTS;
        private String workFolder;
        private int idleMinutes = DEFAULT_IDLE_MINUTES;
        private StudyLimits limits = StudyLimits.defaults();
        private boolean requireDeidentified;
        private String smokeTestStudy;
        private boolean stopAfterwards;
        private int maximumMinutes = 120;
        private Endpoints endpoints = Endpoints.none();
        private Map<String, Double> priceOverrides = Map.of();

        private Builder() {}

        public Builder region(String value) {
            region = value;
            return this;
        }

        public Builder bucket(String value) {
            bucket = value;
            return this;
        }

        public Builder prefixes(Prefixes value) {
            prefixes = value == null ? prefixes : value;
            return this;
        }

        public Builder map(String value) {
            map = value;
            return this;
        }

        public Builder functionName(String value) {
            functionName = value == null ? functionName : value;
            return this;
        }

        public Builder functionRole(String value) {
            functionRole = value;
            return this;
        }

        public Builder failureDestination(String value) {
            failureDestination = value;
            return this;
        }

        public Builder kmsKey(String value) {
            kmsKey = value;
            return this;
        }

        public Builder healthImaging(HealthImagingStore value) {
            healthImaging = value;
            return this;
        }

        public Builder machine(MachineSpec value) {
            machine = value == null ? machine : value;
            return this;
        }

        public Builder gpu(Boolean value) {
            gpu = value == null ? gpu : value;
            return this;
        }

        public Builder network(boolean value) {
            network = value;
            return this;
        }

        public Builder slots(Integer value) {
            slots = value == null ? slots : value;
            return this;
        }

        public Builder workFolder(String value) {
            workFolder = value;
            return this;
        }

        public Builder idleMinutes(Integer value) {
            idleMinutes = value == null ? idleMinutes : value;
            return this;
        }

        public Builder limits(StudyLimits value) {
            limits = value == null ? limits : value;
            return this;
        }

        public Builder requireDeidentified(boolean value) {
            requireDeidentified = value;
            return this;
        }

        public Builder smokeTestStudy(String value) {
            smokeTestStudy = value;
            return this;
        }

        public Builder stopAfterwards(boolean value) {
            stopAfterwards = value;
            return this;
        }

        public Builder maximumMinutes(Integer value) {
            maximumMinutes = value == null ? maximumMinutes : value;
            return this;
        }

        /** See {@link PriceTable#with}, which checks them. */
        public Builder priceOverrides(Map<String, Double> value) {
            priceOverrides = value == null ? priceOverrides : Map.copyOf(value);
            return this;
        }

        public Builder endpoints(Endpoints value) {
            endpoints = value == null ? endpoints : value;
            return this;
        }

        /** @throws NullPointerException region, bucket, map or functionRole is missing; the message names it */
        public InferenceRequest build() {
            return new InferenceRequest(this);
        }
    }
}
