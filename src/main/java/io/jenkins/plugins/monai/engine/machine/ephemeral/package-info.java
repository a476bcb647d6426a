/** A machine that is launched for one run and removed with all that was made for it. */
package io.jenkins.plugins.monai.engine.machine.ephemeral;
