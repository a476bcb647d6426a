/** What the plugin brings along for function and machine, and how it is packed. */
package io.jenkins.plugins.monai.engine.inference.bundle;
