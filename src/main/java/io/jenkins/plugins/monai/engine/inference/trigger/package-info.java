/** What sets inference off: the function, who may invoke it, the bucket's notification, the sweep. */
package io.jenkins.plugins.monai.engine.inference.trigger;
