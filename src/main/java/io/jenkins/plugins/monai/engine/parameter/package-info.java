/** What parameters there are and what their values may be: for the operations, and for the forms in front of them. */
package io.jenkins.plugins.monai.engine.parameter;
