package io.jenkins.plugins.monai.engine.permission;

import io.jenkins.plugins.monai.engine.aws.CallerIdentity;
import io.jenkins.plugins.monai.engine.inference.InferenceParameters;
import io.jenkins.plugins.monai.engine.inference.Prefixes;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.util.Map;
import java.util.TreeMap;

/** On what the operations are to be allowed to work. What is not known cannot be checked. Immutable. */
public final class PermissionScope {

    /** Under which {@code ec2:Owner} knows the public AMIs that are taken where none is named. */
    private static final String OWNER_OF_PUBLIC_IMAGES = "amazon";

    private final Builder values;

    private PermissionScope(Builder values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The machine that builds a MAP. */
    MachineSpec buildMachine() {
        return values.buildMachine;
    }

    /** The machine that infers. */
    MachineSpec inferenceMachine() {
        return values.inferenceMachine;
    }

    /** The value of the tag of what is launched. */
    String controller() {
        return values.controller;
    }

    /** Without an ARN's beginning; the function's default name where none was given. */
    String functionName() {
        return values.functionName;
    }

    String bucket() {
        return values.bucket;
    }

    String repository() {
        return values.repository;
    }

    /** What the placeholders of the policies stand for, as far as it is known. */
    Map<String, String> placeholders(CallerIdentity caller) {
        Map<String, String> known = new TreeMap<>();
        known.put("AWS::Partition", caller.partition());
        known.put("AWS::Region", caller.region());
        known.put("AWS::AccountId", caller.account());
        known.put("FunctionName", values.functionName);
        known.put("InputPrefix", values.prefixes.input());
        known.put("InferredPrefix", values.prefixes.inferred());
        known.put("FailedPrefix", values.prefixes.failed());
        known.put("LedgerPrefix", values.prefixes.ledger());
        known.put("ControllerId", values.controller);
        known.put("BuildInstanceTypes", values.buildMachine.instanceTypes().get(0));
        known.put(
                "InferenceInstanceTypes",
                values.inferenceMachine.instanceTypes().get(0));
        known.put("ImageOwners", OWNER_OF_PUBLIC_IMAGES);
        known.put("OwnTagKeys", "Name");
        known.put("Bucket", values.bucket);
        known.put("Repository", values.repository);
        known.put("FunctionRole", name(values.functionRole));
        known.put("BuildMachineRole", name(values.buildMachine.instanceProfile()));
        known.put("InferenceMachineRole", name(values.inferenceMachine.instanceProfile()));
        known.values().removeIf(value -> value == null || value.isEmpty());
        return known;
    }

    /** With the path, where an ARN tells it. A role is taken to be called as the instance profile that holds it. */
    private static String name(String nameOrArn) {
        return nameOrArn == null ? null : nameOrArn.replaceFirst("^arn:[^/]*/", "");
    }

    /** Makes scopes; every setter takes null for "not known", or for the default where there is one. */
    public static final class Builder {

        private String controller = "jenkins";
        private String bucket;
        private String repository;
        private String functionName = InferenceParameters.FUNCTION_NAME.otherwise();
        private String functionRole;
        private MachineSpec buildMachine = MachineSpec.of(Values.none());
        private MachineSpec inferenceMachine = MachineSpec.of(Values.none());
        private Prefixes prefixes = Prefixes.of(Values.none());

        private Builder() {}

        /** As in {@link io.jenkins.plugins.monai.engine.machine.RunIdentity#controller}. */
        public Builder controller(String value) {
            controller = value;
            return this;
        }

        public Builder bucket(String value) {
            bucket = value;
            return this;
        }

        /** The name of the ECR repository. */
        public Builder repository(String value) {
            repository = value;
            return this;
        }

        public Builder functionName(String value) {
            functionName = value == null || value.isEmpty() ? functionName : value;
            return this;
        }

        /** Name or ARN. */
        public Builder functionRole(String value) {
            functionRole = value;
            return this;
        }

        /** The machine that {@code monaiBuildMap} launches. */
        public Builder buildMachine(MachineSpec value) {
            buildMachine = value == null ? buildMachine : value;
            return this;
        }

        /** The machine that {@code monaiConfigureInference} launches. */
        public Builder inferenceMachine(MachineSpec value) {
            inferenceMachine = value == null ? inferenceMachine : value;
            return this;
        }

        public Builder prefixes(Prefixes value) {
            prefixes = value == null ? prefixes : value;
            return this;
        }

        /** The builder is not to be used any longer. */
        public PermissionScope build() {
            return new PermissionScope(this);
        }
    }
}
