package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Steps with every parameter, and with none but the required ones. */
final class TestSteps {

    private TestSteps() {}

    static List<AwsStep> plain() {
        return List.of(
                new BuildMapStep("my_app", "monai"), new ConfigureInferenceStep("monai"), new RemoveInferenceStep());
    }

    static BuildMapStep fullBuildMap() {
        BuildMapStep step = new BuildMapStep("my_app", "monai");
        step.setConfig("deploy/app.yaml");
        step.setModels(List.of("models/a", "models/b"));
        step.setRequirements("deploy/requirements.txt");
        step.setPackager("upstream");
        step.setBaseImage("registry.example/base:1");
        step.setTags(List.of("1.0", "latest"));
        step.setGpu(false);
        step.setSshCidr("203.0.113.7/32");
        step.setSshUser("ec2-user");
        step.setHostKeyStrategy("console");
        step.setPrivateAddress(true);
        return machine(step);
    }

    static ConfigureInferenceStep fullConfigure() {
        ConfigureInferenceStep step = new ConfigureInferenceStep("monai:1.0");
        step.setBucket("hospital-imaging");
        step.setFunctionName("ct-inference");
        step.setFunctionRole("monai-function");
        step.setFailureDestination("arn:aws:sqs:eu-west-1:123456789012:failures");
        step.setInputPrefix("ct/input/");
        step.setResultsPrefix("ct/results/");
        step.setInferredPrefix("ct/inferred/");
        step.setFailedPrefix("ct/failed/");
        step.setLedgerPrefix("ct/.monai/");
        step.setHealthImagingDatastore("0123456789abcdef0123456789abcdef");
        step.setHealthImagingRole("monai-import");
        step.setGpu(false);
        step.setNetwork(true);
        step.setSlots(2);
        step.setWorkFolder("/opt/nvme/monai");
        step.setIdleMinutes(30);
        step.setCapacityMinutes(10);
        step.setMaxStudyBytes(5_000_000_000L);
        step.setMaxStudyFiles(5000);
        step.setMaxStudyMinutes(30);
        step.setRequireDeidentified(true);
        step.setSmokeTestStudy("test/phantom.zip");
        step.setStopAfterwards(true);
        return machine(step);
    }

    static RemoveInferenceStep fullRemove() {
        RemoveInferenceStep step = new RemoveInferenceStep();
        step.setBucket("hospital-imaging");
        step.setFunctionName("ct-inference");
        step.setLedgerPrefix("ct/.monai/");
        return aws(step);
    }

    private static <S extends MachineStep> S machine(S step) {
        step.setInstanceTypes(List.of("g5.xlarge", "g4dn.xlarge"));
        step.setAmi("ami-0123456789abcdef0");
        step.setAwsTags(List.of("CostCenter=4711", "Team=radiology"));
        step.setSubnets(List.of("subnet-0a", "subnet-0b"));
        step.setSecurityGroup("sg-0a");
        step.setInstanceProfile("monai-machine");
        step.setVolumeGiB(200);
        step.setMaximumMinutes(60);
        return aws(step);
    }

    private static <S extends AwsStep> S aws(S step) {
        step.setProfile("clinic");
        step.setRegion("eu-west-1");
        step.setCredentialsId("aws");
        step.setEndpoints(new TreeMap<>(Map.of("s3", "https://s3.example", "ec2", "https://ec2.example")));
        return step;
    }

    static void assertSameParameters(AwsStep expected, AwsStep actual) throws Exception {
        assertEquals(expected.getClass(), actual.getClass());
        assertEquals(parameters(expected), parameters(actual));
    }

    static Map<String, Object> parameters(AwsStep step) throws Exception {
        Map<String, Object> parameters = new TreeMap<>();
        for (PropertyDescriptor property : Introspector.getBeanInfo(step.getClass(), AwsStep.class.getSuperclass())
                .getPropertyDescriptors()) {
            if (property.getReadMethod() != null) {
                Object value = property.getReadMethod().invoke(step);
                // The order of a map's keys is not a parameter.
                parameters.put(property.getName(), value instanceof Map<?, ?> map ? new TreeMap<>(map) : value);
            }
        }
        return parameters;
    }
}
