/** Launching a machine on EC2 for one run, finding it again, and taking it away with all that belongs to it. */
package io.jenkins.plugins.monai.engine.machine;
