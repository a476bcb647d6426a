/**
 * MONAI Application Packages as the <a
 * href="https://github.com/Project-MONAI/monai-deploy/blob/main/guidelines/monai-application-package.md">specification</a>
 * defines them: their paths, their manifests, and a check of an image in a registry.
 */
package io.jenkins.plugins.monai.engine.map;
