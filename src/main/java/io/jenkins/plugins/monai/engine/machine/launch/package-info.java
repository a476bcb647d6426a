/** How a machine is launched: what is checked before, on what types and subnets it is tried, and what it is told. */
package io.jenkins.plugins.monai.engine.machine.launch;
