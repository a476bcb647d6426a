package io.jenkins.plugins.monai.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jenkinsci.Symbol;
import org.junit.jupiter.api.Test;

/** The index that an annotation processor writes in the standard build is written by hand for the other one. */
class SymbolIndexTest {

    private static final Path INDEX =
            Path.of("central/plugin/src/main/resources/META-INF/services/annotations/org.jenkinsci.Symbol");

    @Test
    void everyClassWithASymbolIsInTheIndex() throws IOException {
        Set<String> annotated = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.jenkins.plugins.monai")
                        .stream()
                        .filter(c -> c.isAnnotatedWith(Symbol.class))
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(annotated, new TreeSet<>(Files.readAllLines(INDEX)));
    }
}
