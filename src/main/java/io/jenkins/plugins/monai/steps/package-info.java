/** The Pipeline steps and the freestyle build steps, and how their parameters become requests of the engine. */
package io.jenkins.plugins.monai.steps;
