/** The bucket of inference: what it is set up for, its objects, and what the ledger in it has to report. */
package io.jenkins.plugins.monai.engine.inference.bucket;
