/** How any operation runs: phases, saved state, the first failure, the clean-up. */
package io.jenkins.plugins.monai.engine.operation;
