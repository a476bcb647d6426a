/**
 * Container registries: image names, and a client of the
 * <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution API</a> that reads
 * manifests, configurations and layers without a container engine.
 */
package io.jenkins.plugins.monai.engine.registry;
