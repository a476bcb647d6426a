/** The operation that takes inference away. */
package io.jenkins.plugins.monai.engine.inference.removal;
