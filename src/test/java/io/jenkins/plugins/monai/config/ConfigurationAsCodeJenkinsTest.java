package io.jenkins.plugins.monai.config;

import static io.jenkins.plugins.casc.misc.Util.getUnclassifiedRoot;
import static io.jenkins.plugins.casc.misc.Util.toStringFromYamlFile;
import static io.jenkins.plugins.casc.misc.Util.toYamlString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.form.EndpointLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ConfigurationAsCodeJenkinsTest {

    @TempDir
    private Path folder;

    private void configure(String yaml) throws Exception {
        Path file = folder.resolve("jenkins.yaml");
        Files.writeString(file, yaml);
        ConfigurationAsCode.get().configure(file.toString());
    }

    private void configureFromTheExample() throws Exception {
        configure(toStringFromYamlFile(this, "configuration-as-code.yml"));
    }

    private static String exported() throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        return toYamlString(getUnclassifiedRoot(context).get("monaiDeploy"));
    }

    @Test
    void everythingIsRead(JenkinsRule jenkins) throws Exception {
        configureFromTheExample();
        MonaiDeployConfiguration configuration = MonaiDeployConfiguration.get();
        assertEquals(Map.of("eu-west-1/g5.xlarge", 0.9), configuration.priceOverrides());
        assertEquals(ReaperMode.REPORT, configuration.getReaper());
        assertEquals(
                List.of("research", "hospital"),
                configuration.getProfiles().stream().map(AwsProfile::getName).toList());
        AwsProfile research = configuration.profile("research", ProfileUser.job("research/ct"));
        assertThrows(
                OperationException.class, () -> configuration.profile("research", ProfileUser.job("elsewhere/ct")));
        assertEquals("hospital-42", research.getExternalId());
        assertEquals(List.of("subnet-1a", "subnet-1b"), research.getSubnets());
        assertEquals(List.of("CostCenter=4711", "Team=radiology"), research.getAwsTags());
        assertEquals(List.of("g5.xlarge", "g4dn.xlarge"), research.getBuild().getInstanceTypes());
        assertTrue(research.getBuild().isPrivateAddress());
        assertEquals(200, research.getBuild().getVolumeGiB());
        assertEquals("hospital-imaging", research.getInference().getBucket());
        assertEquals(30, research.getInference().getIdleMinutes());
        assertEquals(10, research.getInference().getCapacityMinutes());
        assertEquals("s3=https://s3.example.org", EndpointLines.join(EndpointOverride.toMap(research.getEndpoints())));
    }

    @Test
    void theExportIsAsItWas(JenkinsRule jenkins) throws Exception {
        configureFromTheExample();
        assertEquals(toStringFromYamlFile(this, "configuration-as-code-export.yml"), exported());
    }

    @Test
    void theExportCanBeReadAgain(JenkinsRule jenkins) throws Exception {
        configureFromTheExample();
        String once = exported();
        MonaiDeployConfiguration.get().setProfiles(null);
        MonaiDeployConfiguration.get().setPrices(null);
        configure("unclassified:\n  monaiDeploy:\n" + once.indent(4));
        assertEquals(once, exported());
    }

    @Test
    void anUnknownAttributeIsRefused(JenkinsRule jenkins) {
        ConfiguratorException refused = assertThrows(
                ConfiguratorException.class,
                () -> configure("unclassified:\n  monaiDeploy:\n    profiles:\n    - name: a\n      zone: b\n"));
        assertTrue(messages(refused).contains("zone"), messages(refused));
    }

    @Test
    void profilesOfTheSameNameAreRefused(JenkinsRule jenkins) {
        ConfiguratorException refused = assertThrows(
                ConfiguratorException.class,
                () -> configure("unclassified:\n  monaiDeploy:\n    profiles:\n    - name: a\n    - name: a\n"));
        assertTrue(messages(refused).contains("There are two AWS profiles 'a'"), messages(refused));
    }

    @Test
    void aPriceThatIsReadAsNoneIsExplained(JenkinsRule jenkins) {
        ConfiguratorException refused = assertThrows(
                ConfiguratorException.class,
                () -> configure("unclassified:\n  monaiDeploy:\n    prices:\n"
                        + "    - {region: eu-west-1, instanceType: g5.xlarge, usdPerHour: 0.9}\n"));
        assertTrue(messages(refused).contains("in quotes"), messages(refused));
    }

    private static String messages(Throwable error) {
        return error == null ? "" : error.getMessage() + "\n" + messages(error.getCause());
    }
}
