package io.jenkins.plugins.monai.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.jenkins.plugins.monai", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule engineKnowsNothingOfJenkins = noClasses()
            .that()
            .resideInAPackage("io.jenkins.plugins.monai.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "org.kohsuke..", "org.jenkinsci..")
            .because("the engine runs without Jenkins");

    @ArchTest
    static final ArchRule engineKnowsNothingOfItsUsers = noClasses()
            .that()
            .resideInAPackage("io.jenkins.plugins.monai.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.jenkins.plugins.monai")
            .because("data flows one way, from the Jenkins layer into the engine");
}
