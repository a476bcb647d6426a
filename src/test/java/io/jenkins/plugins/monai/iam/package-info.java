/** The policies of {@code docs/iam}, enforced on what the engine calls: evaluated by the emulator, asked by the tests. */
package io.jenkins.plugins.monai.iam;
