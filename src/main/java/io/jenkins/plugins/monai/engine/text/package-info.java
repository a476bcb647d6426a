/** Text that others wrote, made fit to be shown: the one place where it is cleaned, and the one where secrets are masked. */
package io.jenkins.plugins.monai.engine.text;
