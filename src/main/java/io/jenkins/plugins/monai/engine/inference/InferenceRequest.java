package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.machine.MachineParameters;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.AccountParameters;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Which MAP is to run for the uploads to which bucket, and on what machine. Immutable; made by {@link #of}. */
public final class InferenceRequest implements Serializable {

    private static final long serialVersionUID = 1L;

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

    /** Null in one that was saved before it could be chosen. */
    private final Integer capacityMinutes;

    private final StudyLimits limits;
    private final boolean requireDeidentified;
    private final String smokeTestStudy;
    private final boolean stopAfterwards;
    private final int maximumMinutes;
    private final Endpoints endpoints;
    private final TreeMap<String, Double> priceOverrides;

    private InferenceRequest(Values values, Map<String, Double> priceOverrides) {
        this.region = Objects.requireNonNull(values.get(AccountParameters.REGION), "region");
        this.bucket = Objects.requireNonNull(values.get(InferenceParameters.BUCKET), "bucket");
        this.prefixes = Prefixes.of(values);
        this.map = Objects.requireNonNull(values.get(InferenceParameters.MAP), "map");
        this.functionName = values.get(InferenceParameters.FUNCTION_NAME);
        this.functionRole = Objects.requireNonNull(values.get(InferenceParameters.FUNCTION_ROLE), "functionRole");
        this.failureDestination = values.get(InferenceParameters.FAILURE_DESTINATION);
        this.kmsKey = values.get(InferenceParameters.KMS_KEY);
        this.healthImaging = HealthImagingStore.of(values);
        this.machine = MachineSpec.of(values);
        this.gpu = values.get(InferenceParameters.GPU);
        this.network = values.get(InferenceParameters.NETWORK);
        this.slots = values.get(InferenceParameters.SLOTS);
        this.workFolder = values.get(InferenceParameters.WORK_FOLDER);
        this.idleMinutes = values.get(InferenceParameters.IDLE_MINUTES);
        this.capacityMinutes = values.get(InferenceParameters.CAPACITY_MINUTES);
        this.limits = StudyLimits.of(values);
        this.requireDeidentified = values.get(InferenceParameters.REQUIRE_DEIDENTIFIED);
        this.smokeTestStudy = values.get(InferenceParameters.SMOKE_TEST_STUDY);
        this.stopAfterwards = values.get(InferenceParameters.STOP_AFTERWARDS);
        this.maximumMinutes = values.get(MachineParameters.MAXIMUM_MINUTES);
        this.endpoints = Endpoints.of(values.get(AccountParameters.ENDPOINTS));
        this.priceOverrides = new TreeMap<>(priceOverrides);
    }

    /**
     * @param values of {@link InferenceParameters#CONFIGURE}
     * @param priceOverrides see {@link PriceTable#with}
     * @throws IllegalArgumentException there is no such host-key strategy, or an endpoint is no URL
     * @throws NullPointerException region, bucket, map or functionRole is missing; the message names it
     */
    public static InferenceRequest of(Values values, Map<String, Double> priceOverrides) {
        return new InferenceRequest(values, priceOverrides);
    }

    /** @throws OperationException a value cannot be right; the message names its parameter */
    public void check() throws OperationException {
        AccountParameters.REGION.check(region);
        InferenceParameters.BUCKET.check(bucket);
        InferenceParameters.FUNCTION_NAME.check(functionName);
        InferenceParameters.MAP.check(map);
        PriceTable.check(priceOverrides());
        prefixes.check();
        limits.check();
        InferenceParameters.FUNCTION_ROLE.check(functionRole);
        if (machine.instanceProfile() == null) {
            throw new OperationException(
                    "'instanceProfile' is missing",
                    "Name the instance profile with which the inference machine reads the bucket and pulls the MAP");
        }
        InferenceParameters.KMS_KEY.check(kmsKey);
        InferenceParameters.FAILURE_DESTINATION.check(failureDestination);
        if (healthImaging != null) {
            healthImaging.check();
        }
        machine.check();
        InferenceParameters.SLOTS.check(slots);
        InferenceParameters.WORK_FOLDER.check(workFolder);
        InferenceParameters.IDLE_MINUTES.check(idleMinutes);
        InferenceParameters.CAPACITY_MINUTES.check(capacityMinutes);
        MachineParameters.MAXIMUM_MINUTES.check(maximumMinutes);
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

    /** After how many minutes without capacity for the machine's type its other types are tried: 1 to 1440. */
    public int capacityMinutes() {
        return capacityMinutes == null ? InferenceParameters.CAPACITY_MINUTES.otherwise() : capacityMinutes;
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
}
