/** The operation that builds a MAP: its phases, in order, and what they share. */
package io.jenkins.plugins.monai.engine.buildmap.build;
