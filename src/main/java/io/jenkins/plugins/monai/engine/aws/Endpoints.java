package io.jenkins.plugins.monai.engine.aws;

import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Endpoint overrides, for emulators, VPC endpoints and tests. Keys: {@link #ALL} for every AWS service, a service's
 * signing name ({@code ec2}, {@code ecr}, {@code events}, {@code ssm}, {@code sts}, {@code servicequotas}, {@code s3},
 * {@code lambda}, {@code iam}, {@code medical-imaging}), {@link #REGISTRY} and {@link #SSH}.
 */
public final class Endpoints implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The endpoint of every AWS service that has none of its own. */
    public static final String ALL = "aws";

    /** The registry that stands in for ECR's: {@code http://127.0.0.1:5000}; without a scheme, https. */
    public static final String REGISTRY = "registry";

    /** Where the machine's SSH server is reached, in place of its own address: {@code 127.0.0.1:2222}. */
    public static final String SSH = "ssh";

    private final TreeMap<String, String> overrides;

    private Endpoints(Map<String, String> overrides) {
        this.overrides = new TreeMap<>(overrides);
    }

    /** AWS as it is. */
    public static Endpoints none() {
        return new Endpoints(Map.of());
    }

    /**
     * @throws IllegalArgumentException a service's value is no absolute http or https URL; the message names its key
     */
    public static Endpoints of(Map<String, String> overrides) {
        overrides.forEach((key, value) -> {
            if (!SSH.equals(key) && !REGISTRY.equals(key) && !value.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
                throw new IllegalArgumentException(
                        "The endpoint of '" + key + "' is no http or https URL: '" + value + "'");
            }
        });
        return new Endpoints(overrides);
    }

    /** The override of an AWS service, by its signing name. */
    public Optional<URI> service(String signingName) {
        return Optional.ofNullable(overrides.getOrDefault(signingName, overrides.get(ALL)))
                .map(URI::create);
    }

    public Optional<String> registry() {
        return Optional.ofNullable(overrides.get(REGISTRY));
    }

    public Optional<String> ssh() {
        return Optional.ofNullable(overrides.get(SSH));
    }

    public boolean isEmpty() {
        return overrides.isEmpty();
    }

    /** As given to {@link #of}. */
    public Map<String, String> toMap() {
        return Map.copyOf(overrides);
    }
}
