package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import java.util.List;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The forms of the steps and of the build steps keep what they are given, and nothing else. */
@WithJenkins
class StepFormsJenkinsTest {

    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.GLOBAL, "aws", "AKIDEXAMPLE", "never-in-a-log", null));
        AwsProfile research = new AwsProfile("research");
        research.setRegion("eu-west-1");
        AwsProfile clinic = new AwsProfile("clinic");
        clinic.setRegion("eu-central-1");
        MonaiDeployConfiguration.get().setProfiles(List.of(research, clinic));
    }

    @Test
    void theStepsFormsKeepEveryField() throws Exception {
        StepConfigTester tester = new StepConfigTester(jenkins);
        for (AwsStep step : List.of(TestSteps.fullBuildMap(), TestSteps.fullConfigure(), TestSteps.fullRemove())) {
            TestSteps.assertSameParameters(step, tester.configRoundTrip(step));
        }
    }

    @Test
    void theStepsFormsLeaveEmptyFieldsUnset() throws Exception {
        StepConfigTester tester = new StepConfigTester(jenkins);
        for (AwsStep step : TestSteps.plain()) {
            TestSteps.assertSameParameters(step, tester.configRoundTrip(step));
        }
    }

    @Test
    void snippetsNameWhatWasGivenAndNoMore() throws Exception {
        StepConfigTester tester = new StepConfigTester(jenkins);
        assertEquals(
                List.of(
                        "monaiBuildMap app: 'my_app', repository: 'monai'",
                        "monaiConfigureInference 'monai'",
                        "monaiRemoveInference()"),
                List.of(
                        Snippetizer.object2Groovy(tester.configRoundTrip(new BuildMapStep("my_app", "monai"))),
                        Snippetizer.object2Groovy(tester.configRoundTrip(new ConfigureInferenceStep("monai"))),
                        Snippetizer.object2Groovy(tester.configRoundTrip(new RemoveInferenceStep()))));
        BuildMapStep step = new BuildMapStep("my_app", "monai");
        step.setTags(List.of("1.0", "latest"));
        step.setGpu(false);
        assertEquals(
                "monaiBuildMap app: 'my_app', gpu: false, repository: 'monai', tags: ['1.0', 'latest']",
                Snippetizer.object2Groovy(tester.configRoundTrip(step)));
    }

    @Test
    void theBuildStepsFormsKeepEveryField() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new BuildMapBuilder(TestSteps.fullBuildMap()));
        job.getBuildersList().add(new ConfigureInferenceBuilder(TestSteps.fullConfigure()));
        job.getBuildersList().add(new RemoveInferenceBuilder(TestSteps.fullRemove()));
        jenkins.configRoundtrip(job);
        TestSteps.assertSameParameters(
                TestSteps.fullBuildMap(),
                job.getBuildersList().get(BuildMapBuilder.class).getStep());
        TestSteps.assertSameParameters(
                TestSteps.fullConfigure(),
                job.getBuildersList().get(ConfigureInferenceBuilder.class).getStep());
        TestSteps.assertSameParameters(
                TestSteps.fullRemove(),
                job.getBuildersList().get(RemoveInferenceBuilder.class).getStep());
    }

    @Test
    void buildStepsAreKeptInAJobsFileAndReadByOtherPlugins() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new BuildMapBuilder(TestSteps.fullBuildMap()));
        job.save();
        job.doReload();
        BuildMapBuilder kept = job.getBuildersList().get(BuildMapBuilder.class);
        TestSteps.assertSameParameters(TestSteps.fullBuildMap(), kept.getStep());
        DescribableModel<BuildMapBuilder> model = DescribableModel.of(BuildMapBuilder.class);
        BuildMapBuilder again = model.instantiate(model.uninstantiate2(kept).toMap());
        TestSteps.assertSameParameters(kept.getStep(), again.getStep());
        assertEquals("monaiBuildMap", model.uninstantiate2(kept).getSymbol());
    }

    @Test
    void anEmptyFieldShowsTheDefaultOfTheChosenProfile() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        BuildMapStep step = new BuildMapStep("my_app", "monai");
        step.setProfile("clinic");
        job.getBuildersList().add(new BuildMapBuilder(step));
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.getPage(job, "configure");
            browser.waitForBackgroundJavaScript(10_000);
            assertEquals("eu-central-1", field(page, "_.region").getAttribute("placeholder"));
            assertEquals("g4dn.xlarge", field(page, "_.instanceTypes").getAttribute("placeholder"));
            assertEquals("150", field(page, "_.volumeGiB").getAttribute("placeholder"));
            assertEquals("8", field(page, "_.volumeGiB").getAttribute("min"));
            assertEquals("16384", field(page, "_.volumeGiB").getAttribute("max"));
            jenkins.submit(page.getFormByName("config"));
        }
        assertNull(job.getBuildersList().get(BuildMapBuilder.class).getStep().getRegion());
    }

    @Test
    void aProfileOfOtherJobsIsNeitherOfferedNorTold() throws Exception {
        MonaiDeployConfiguration.get().getProfiles().get(1).setJobs(List.of("clinic/**"));
        FreeStyleProject job = jenkins.createFreeStyleProject("elsewhere");
        BuildMapStep.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(BuildMapStep.DescriptorImpl.class);
        assertEquals(
                List.of("", "research"),
                form.doFillProfileItems(job, "").stream()
                        .map(option -> option.value)
                        .toList());
        assertEquals(FormValidation.Kind.ERROR, form.doCheckProfile(job, "clinic").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckProfile(job, "research").kind);
        assertNull(form.defaultOf(job, "region", "clinic"));
    }

    private static DomElement field(HtmlPage page, String name) {
        return page.getElementByName(name);
    }
}
