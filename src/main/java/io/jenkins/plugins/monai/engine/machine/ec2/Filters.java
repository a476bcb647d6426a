package io.jenkins.plugins.monai.engine.machine.ec2;

import software.amazon.awssdk.services.ec2.model.Filter;

/** Filters of EC2's Describe calls. */
public final class Filters {

    private Filters() {}

    public static Filter of(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
