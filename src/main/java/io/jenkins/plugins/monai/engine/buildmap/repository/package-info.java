/** The repository that a MAP is pushed to, and what it holds of it. */
package io.jenkins.plugins.monai.engine.buildmap.repository;
