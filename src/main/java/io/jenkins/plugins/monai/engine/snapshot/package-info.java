/** What pages show of an operation, whatever operation it is. */
package io.jenkins.plugins.monai.engine.snapshot;
