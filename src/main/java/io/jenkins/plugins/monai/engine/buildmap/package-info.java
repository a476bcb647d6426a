/** The build-MAP operation: from an application folder to a verified MAP in ECR, on a machine that is gone afterwards. */
package io.jenkins.plugins.monai.engine.buildmap;
