/** A machine that stays when the run is over, and is found again by its tag. */
package io.jenkins.plugins.monai.engine.machine.standing;
