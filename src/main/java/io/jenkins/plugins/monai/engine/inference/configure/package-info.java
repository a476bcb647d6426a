/** The operation that installs inference: its phases in order, and the first and the last of them. */
package io.jenkins.plugins.monai.engine.inference.configure;
