/**
 * What the plugin does, without Jenkins: nothing below this package imports {@code hudson}, {@code jenkins},
 * {@code org.kohsuke} or {@code org.jenkinsci}. Data flows one way: an immutable request, an operation that advances a
 * saved state phase by phase, a result.
 */
package io.jenkins.plugins.monai.engine;
