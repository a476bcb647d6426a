package io.jenkins.plugins.monai.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that use the {@link Lab}, which they share with all others of the JVM and get as a parameter. They are skipped,
 * with the reason, where it cannot be had. They name their runs so that they do not meet.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LabExtension.class)
@Tag("laboratory")
public @interface NeedsLab {

    /** Whether instances must be real containers. */
    boolean containers() default true;
}
