package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.AccountParameters;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is to be built, where, and on what machine. Immutable; made by {@link #of}. */
public final class BuildMapRequest implements Serializable, Cloneable {

    private static final long serialVersionUID = 1L;

    private final String region;
    private final String app;
    private final String config;
    private final ArrayList<String> models;
    private final String requirements;
    private final String packager;
    private final String baseImage;
    private final String repository;
    private final ArrayList<String> tags;
    private String commit;
    private final boolean gpu;
    private final boolean rebuild;
    private final MachineSpec machine;
    private final Endpoints endpoints;
    private final TreeMap<String, Double> priceOverrides;

    private BuildMapRequest(Values values, Map<String, Double> priceOverrides) {
        this.region = Objects.requireNonNull(values.get(AccountParameters.REGION), "region");
        this.app = Objects.requireNonNull(values.get(BuildMapParameters.APP), "app");
        this.config = values.get(BuildMapParameters.CONFIG);
        this.models = new ArrayList<>(values.get(BuildMapParameters.MODELS));
        this.requirements = values.get(BuildMapParameters.REQUIREMENTS);
        this.packager = values.get(BuildMapParameters.PACKAGER);
        this.baseImage = values.get(BuildMapParameters.BASE_IMAGE);
        this.repository = Objects.requireNonNull(values.get(BuildMapParameters.REPOSITORY), "repository");
        this.tags = new ArrayList<>(values.get(BuildMapParameters.TAGS));
        this.gpu = values.get(BuildMapParameters.GPU);
        this.rebuild = values.get(BuildMapParameters.REBUILD);
        this.machine = MachineSpec.of(values);
        this.endpoints = Endpoints.of(values.get(AccountParameters.ENDPOINTS));
        this.priceOverrides = new TreeMap<>(priceOverrides);
    }

    /**
     * @param values of {@link BuildMapParameters#ALL}
     * @param priceOverrides see {@link PriceTable#with}
     * @throws IllegalArgumentException there is no such host-key strategy, or an endpoint is no URL
     * @throws NullPointerException region, app or repository is missing; the message names it
     */
    public static BuildMapRequest of(Values values, Map<String, Double> priceOverrides) {
        return new BuildMapRequest(values, priceOverrides);
    }

    /** @throws OperationException a value cannot be right; the message names its parameter */
    public void check() throws OperationException {
        AccountParameters.REGION.check(region);
        BuildMapParameters.REPOSITORY.check(repository);
        BuildMapParameters.TAGS.check(effectiveTags());
        BuildMapParameters.MODELS.check(models);
        BuildMapParameters.BASE_IMAGE.check(baseImage);
        machine.check();
        machine.checkAccess();
        PriceTable.check(priceOverrides());
    }

    public String region() {
        return region;
    }

    /** The application in the workspace: a folder with {@code __main__.py}, or a {@code .py} file. */
    public String app() {
        return app;
    }

    /** The app.yaml in the workspace; null for the one in the application's folder. */
    public String config() {
        return config;
    }

    /** Files or folders in the workspace, {@code PATH} or {@code NAME=PATH}, each of which becomes a model; may be empty. */
    public List<String> models() {
        return Collections.unmodifiableList(models);
    }

    /** The requirements.txt in the workspace; null for the one in the application's folder, if there is one. */
    public String requirements() {
        return requirements;
    }

    /** {@code upstream} or {@code builtin}. */
    public String packager() {
        return packager;
    }

    /** Null for the packager's own. */
    public String baseImage() {
        return baseImage;
    }

    /** The name of the ECR repository. */
    public String repository() {
        return repository;
    }

    /** As given; empty for the commit and {@code latest}. */
    public List<String> tags() {
        return Collections.unmodifiableList(tags);
    }

    /** The commit that is built; null where it is not known. */
    public String commit() {
        return commit;
    }

    /** The same request for a commit, which may be found out later than all else. */
    public BuildMapRequest withCommit(String value) {
        try {
            BuildMapRequest same = (BuildMapRequest) clone();
            same.commit = value;
            return same;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the MAP is to use a GPU. */
    public boolean gpu() {
        return gpu;
    }

    /** Whether a machine is to build all of it, whatever the registry has. */
    public boolean rebuild() {
        return rebuild;
    }

    public MachineSpec machine() {
        return machine;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** See {@link PriceTable#with}; may be empty. */
    public Map<String, Double> priceOverrides() {
        return priceOverrides == null ? Map.of() : Collections.unmodifiableMap(priceOverrides);
    }

    /** The tags the image gets: those given, else the commit and {@code latest}. */
    public List<String> effectiveTags() {
        if (!tags.isEmpty()) {
            return tags();
        }
        return commit == null ? List.of("latest") : List.of(commit, "latest");
    }
}
