/** The MAP specification as a checklist: an image is read and each rule looked at. */
package io.jenkins.plugins.monai.engine.map.verification;
