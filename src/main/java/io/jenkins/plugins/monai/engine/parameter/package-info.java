/** What the values of parameters may look like: for the operations, and for the forms in front of them. */
package io.jenkins.plugins.monai.engine.parameter;
