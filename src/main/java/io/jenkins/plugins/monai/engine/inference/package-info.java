/**
 * Inference: a machine that runs a MAP for each upload to a bucket, the function that wakes it, and the operations that
 * install all of it and take it away again.
 */
package io.jenkins.plugins.monai.engine.inference;
