/** How a machine ends in time, whatever becomes of who launched it. */
package io.jenkins.plugins.monai.engine.machine.lease;
