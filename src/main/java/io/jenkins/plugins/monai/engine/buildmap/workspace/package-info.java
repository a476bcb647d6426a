/** What the workspace holds for a build: the application, its models, and what is missing of them. */
package io.jenkins.plugins.monai.engine.buildmap.workspace;
