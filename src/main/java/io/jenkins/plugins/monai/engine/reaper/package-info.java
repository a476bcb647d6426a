/** Finding what runs of this controller have left in an account, and removing it. */
package io.jenkins.plugins.monai.engine.reaper;
