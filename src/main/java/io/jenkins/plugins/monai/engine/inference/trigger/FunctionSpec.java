package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.inference.Names;
import io.jenkins.plugins.monai.engine.inference.bundle.BundledSources;
import io.jenkins.plugins.monai.engine.inference.bundle.ReproducibleZip;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.text.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** The function as it should be. */
final class FunctionSpec {

    static final String BUCKET = "MONAI_BUCKET";

    private static final Runtime RUNTIME = Runtime.PYTHON3_13;
    private static final String HANDLER = "lambda_function.lambda_handler";

    /** Long enough for a machine that is stopping to have stopped and to be started again. */
    private static final int TIMEOUT_SECONDS = 120;

    private static final int MEMORY_MIB = 256;

    /** More than the INSTALL and PULL phases take, in which the runner gives no sign of life. */
    private static final int STUCK_MINUTES = 90;

    private final String name;
    private final String role;
    private final SortedMap<String, String> environment = new TreeMap<>();
    private final byte[] code;

    FunctionSpec(InferenceRequest request, InferenceState state) {
        this.name = request.functionName();
        this.role = state.account().roleArn(request.functionRole());
        environment.put(BUCKET, request.bucket());
        environment.put("MONAI_BUCKET_OWNER", state.account().id());
        environment.put("MONAI_ENCRYPTION", state.encryption().algorithm());
        if (state.encryption().kmsKey() != null) {
            environment.put("MONAI_KMS_KEY", state.encryption().kmsKey());
        }
        environment.put("MONAI_MACHINE_TAG_KEY", StandingIdentity.TAG);
        environment.put("MONAI_MACHINE_TAG_VALUE", request.functionName());
        environment.put("MONAI_WAKE_DOCUMENT", Names.wakeDocument(request.functionName()));
        environment.put(
                "MONAI_INSTANCE_TYPES", String.join(",", request.machine().instanceTypes()));
        environment.put("MONAI_CAPACITY_MINUTES", Integer.toString(request.capacityMinutes()));
        environment.put("MONAI_INPUT_PREFIX", request.prefixes().input());
        environment.put("MONAI_LEDGER_PREFIX", request.prefixes().ledger());
        environment.put("MONAI_STUCK_MINUTES", Integer.toString(Math.max(STUCK_MINUTES, request.idleMinutes() + 60)));
        this.code = ReproducibleZip.of(files());
    }

    private static SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>(BundledSources.folder("trigger"));
        files.putAll(BundledSources.folder("shared"));
        files.keySet().removeIf(path -> !path.endsWith(".py"));
        return files;
    }

    byte[] code() {
        return code;
    }

    boolean hasCode(FunctionConfiguration current) {
        return Sha256.base64(code).equals(current.codeSha256());
    }

    /** What of the configuration is not as it should be, by the API's names. */
    List<String> differences(FunctionConfiguration current) {
        List<String> differences = new ArrayList<>();
        compare("Runtime", RUNTIME.toString(), current.runtimeAsString(), differences);
        compare("Handler", HANDLER, current.handler(), differences);
        compare("Role", role, current.role(), differences);
        compare("Timeout", TIMEOUT_SECONDS, current.timeout(), differences);
        compare("MemorySize", MEMORY_MIB, current.memorySize(), differences);
        compare("Environment", environment, new TreeMap<>(Functions.environment(current)), differences);
        return differences;
    }

    private static void compare(String what, Object wanted, Object current, List<String> differences) {
        if (!wanted.equals(current)) {
            differences.add(what);
        }
    }

    void fill(CreateFunctionRequest.Builder request, Map<String, String> tags) {
        request.functionName(name)
                .description("Puts uploads into the job ledger of monai-deploy and wakes the inference machine")
                .runtime(RUNTIME)
                .handler(HANDLER)
                .role(role)
                .timeout(TIMEOUT_SECONDS)
                .memorySize(MEMORY_MIB)
                .environment(e -> e.variables(environment))
                .tags(tags)
                .code(c -> c.zipFile(SdkBytes.fromByteArray(code)));
    }

    void fill(UpdateFunctionConfigurationRequest.Builder request) {
        request.functionName(name)
                .runtime(RUNTIME)
                .handler(HANDLER)
                .role(role)
                .timeout(TIMEOUT_SECONDS)
                .memorySize(MEMORY_MIB)
                .environment(e -> e.variables(environment));
    }
}
