/** Runs the engine's operations inside a build: driven by timers, logged to the build's console, kept beside its record. */
package io.jenkins.plugins.monai.execution;
