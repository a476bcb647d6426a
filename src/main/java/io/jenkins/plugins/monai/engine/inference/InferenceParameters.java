package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.machine.MachineParameters;
import io.jenkins.plugins.monai.engine.parameter.AccountParameters;
import io.jenkins.plugins.monai.engine.parameter.Arns;
import io.jenkins.plugins.monai.engine.parameter.OperationParameters;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import io.jenkins.plugins.monai.engine.parameter.Parameter.Bounds;
import io.jenkins.plugins.monai.engine.parameter.Section;

/** What is inferred by which MAP, and where it goes. */
public final class InferenceParameters {

    public static final Parameter<String> MAP =
            Parameter.text("map", MapReference::check).required();

    /**
     * General-purpose buckets.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Bucket naming rules</a>
     */
    public static final Parameter<String> BUCKET = Parameter.text(
                    "bucket", "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "a bucket's name")
            .required();

    public static final Parameter<String> INPUT_PREFIX = prefix("inputPrefix", "input/");
    public static final Parameter<String> RESULTS_PREFIX = prefix("resultsPrefix", "results/");
    public static final Parameter<String> INFERRED_PREFIX = prefix("inferredPrefix", "inferred/");
    public static final Parameter<String> FAILED_PREFIX = prefix("failedPrefix", "failed/");
    public static final Parameter<String> LEDGER_PREFIX = prefix("ledgerPrefix", ".monai/");

    /** Short enough for all names that are made of it: a rule's may have 64 characters. */
    public static final Parameter<String> FUNCTION_NAME = Parameter.text(
                    "functionName", "[A-Za-z0-9_-]{1,44}", "a name of 1 to 44 letters, digits, '-' and '_'")
            .withDefault("monai-inference");

    public static final Parameter<String> FUNCTION_ROLE =
            Arns.role("functionRole").required();

    /** Of the account or of another: an alias is looked up in the caller's account, which differs. */
    public static final Parameter<String> KMS_KEY = Parameter.text(
            "kmsKey",
            "arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(key/[A-Za-z0-9-]{1,128}|alias/[A-Za-z0-9/_-]{1,250})",
            "the ARN of a KMS key or alias");

    public static final Parameter<String> FAILURE_DESTINATION = Parameter.text(
            "failureDestination",
            "arn:aws[a-z-]*:(sqs|sns|lambda|events|s3):[a-z0-9-]*:(\\d{12})?:[\\x21-\\x7e]{1,256}",
            "the ARN of a queue or topic");

    public static final Parameter<Boolean> GPU = Parameter.flag("gpu", true);

    public static final Parameter<Boolean> NETWORK = Parameter.flag("network", false);

    public static final Parameter<Integer> SLOTS = Parameter.number("slots", 1, 16, 1);

    public static final Parameter<Long> MAX_STUDY_BYTES =
            Parameter.number("maxStudyBytes", new Bounds(1, Long.MAX_VALUE), 8L << 30);

    public static final Parameter<Integer> MAX_STUDY_FILES =
            Parameter.number("maxStudyFiles", 1, Integer.MAX_VALUE, 20_000);

    public static final Parameter<Integer> MAX_STUDY_MINUTES = Parameter.number("maxStudyMinutes", 1, 1440, 60);

    public static final Parameter<Boolean> REQUIRE_DEIDENTIFIED = Parameter.flag("requireDeidentified", false);

    /** StartDICOMImportJob in the AWS HealthImaging API reference. */
    public static final Parameter<String> HEALTH_IMAGING_DATASTORE = Parameter.text(
            "healthImagingDatastore", "[0-9a-z]{32}", "the id of a data store: 32 lower-case letters and digits");

    public static final Parameter<String> HEALTH_IMAGING_ROLE =
            Arns.role("healthImagingRole").requiredWith(HEALTH_IMAGING_DATASTORE);

    /** Without it the machine could neither read the bucket nor pull the MAP. */
    public static final Parameter<String> INSTANCE_PROFILE = MachineParameters.INSTANCE_PROFILE.required();

    /** A folder of its own on a file system: what is in it is wiped. */
    public static final Parameter<String> WORK_FOLDER = Parameter.text(
            "workFolder",
            "(/[A-Za-z0-9_-][A-Za-z0-9._-]*){2,}",
            "an absolute path of at least two folders, of letters, digits, '.', '_' and '-'");

    public static final Parameter<Integer> IDLE_MINUTES = Parameter.number("idleMinutes", 1, 1440, 15);

    /** Minutes without capacity for the machine's own type, until the other types are tried. */
    public static final Parameter<Integer> CAPACITY_MINUTES = Parameter.number("capacityMinutes", 1, 1440, 30);

    public static final Parameter<Boolean> STOP_AFTERWARDS = Parameter.flag("stopAfterwards", false);

    public static final Parameter<String> SMOKE_TEST_STUDY = Parameter.text("smokeTestStudy");

    /** Of {@code monaiConfigureInference}. */
    public static final OperationParameters CONFIGURE = OperationParameters.of(
            "monaiConfigureInference",
            Section.of("", MAP, BUCKET, AccountParameters.PROFILE),
            Section.rare("folders", INPUT_PREFIX, RESULTS_PREFIX, INFERRED_PREFIX, FAILED_PREFIX, LEDGER_PREFIX)
                    .together((values, name) -> Prefixes.of(values).check(name)),
            Section.of("function", FUNCTION_NAME, FUNCTION_ROLE, KMS_KEY, FAILURE_DESTINATION),
            Section.of(
                    "studies",
                    GPU,
                    NETWORK,
                    SLOTS,
                    MAX_STUDY_BYTES,
                    MAX_STUDY_FILES,
                    MAX_STUDY_MINUTES,
                    REQUIRE_DEIDENTIFIED),
            Section.rare("healthImaging", HEALTH_IMAGING_DATASTORE, HEALTH_IMAGING_ROLE),
            MachineParameters.machine(INSTANCE_PROFILE, WORK_FOLDER, IDLE_MINUTES, CAPACITY_MINUTES, STOP_AFTERWARDS),
            Section.of("networkOfMachine", MachineParameters.SUBNETS, MachineParameters.SECURITY_GROUP),
            Section.of("tags", MachineParameters.AWS_TAGS),
            Section.of("test", SMOKE_TEST_STUDY),
            AccountParameters.SECTION);

    /** Of {@code monaiRemoveInference}. */
    public static final OperationParameters REMOVE = OperationParameters.of(
            "monaiRemoveInference",
            Section.of("", BUCKET, AccountParameters.PROFILE),
            Section.of("installation", FUNCTION_NAME, LEDGER_PREFIX),
            AccountParameters.SECTION);

    private InferenceParameters() {}

    private static Parameter<String> prefix(String name, String otherwise) {
        return Parameter.text(name, folder -> Prefixes.checkOne(name, folder)).withDefault(otherwise);
    }
}
