/** The Jenkins layer: forms, steps and pages over {@link io.jenkins.plugins.monai.engine}. */
package io.jenkins.plugins.monai;
