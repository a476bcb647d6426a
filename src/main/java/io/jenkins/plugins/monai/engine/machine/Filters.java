package io.jenkins.plugins.monai.engine.machine;

import software.amazon.awssdk.services.ec2.model.Filter;

/** Filters of EC2's Describe calls. */
final class Filters {

    private Filters() {}

    static Filter of(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
