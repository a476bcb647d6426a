/** Requirements files as pip reads them, made independent of the workspace that they were written for. */
package io.jenkins.plugins.monai.engine.requirements;
