package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is to be built, where, and on what machine. Immutable; made by {@link #builder()}. */
public final class BuildMapRequest implements Serializable {

    private static final long serialVersionUID = 1L;

    public static final String DEFAULT_PACKAGER = "builtin";

    private final String region;
    private final String app;
    private final String config;
    private final ArrayList<String> models;
    private final String requirements;
    private final String packager;
    private final String baseImage;
    private final String repository;
    private final ArrayList<String> tags;
    private final String commit;
    private final boolean gpu;
    private final MachineSpec machine;
    private final Endpoints endpoints;
    private final TreeMap<String, Double> priceOverrides;

    private BuildMapRequest(Builder b) {
        this.region = Objects.requireNonNull(b.region, "region");
        this.app = Objects.requireNonNull(b.app, "app");
        this.config = b.config;
        this.models = new ArrayList<>(b.models);
        this.requirements = b.requirements;
        this.packager = b.packager;
        this.baseImage = b.baseImage;
        this.repository = Objects.requireNonNull(b.repository, "repository");
        this.tags = new ArrayList<>(b.tags);
        this.commit = b.commit;
        this.gpu = b.gpu;
        this.machine = b.machine;
        this.endpoints = b.endpoints;
        this.priceOverrides = new TreeMap<>(b.priceOverrides);
    }

    public static Builder builder() {
        return new Builder();
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

    /** The same request for a commit that was found out later. */
    public BuildMapRequest withCommit(String value) {
        return builder()
                .region(region)
                .app(app)
                .config(config)
                .models(models)
                .requirements(requirements)
                .packager(packager)
                .baseImage(baseImage)
                .repository(repository)
                .tags(tags)
                .commit(value)
                .gpu(gpu)
                .machine(machine)
                .endpoints(endpoints)
                .priceOverrides(priceOverrides)
                .build();
    }

    /** Whether the MAP is to use a GPU. */
    public boolean gpu() {
        return gpu;
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

    /** Makes requests; every setter takes null for its default. */
    public static final class Builder {

        private String region;
        private String app;
        private String config;
        private List<String> models = List.of();
        private String requirements;
        private String packager = DEFAULT_PACKAGER;
        private String baseImage;
        private String repository;
        private List<String> tags = List.of();
        private String commit;
        private boolean gpu = true;
        private MachineSpec machine = MachineSpec.builder().build();
        private Endpoints endpoints = Endpoints.none();
        private Map<String, Double> priceOverrides = Map.of();

        private Builder() {}

        public Builder region(String value) {
            region = value;
            return this;
        }

        public Builder app(String value) {
            app = value;
            return this;
        }

        public Builder config(String value) {
            config = value;
            return this;
        }

        public Builder models(List<String> value) {
            models = value == null ? models : List.copyOf(value);
            return this;
        }

        public Builder requirements(String value) {
            requirements = value;
            return this;
        }

        public Builder packager(String value) {
            packager = value == null ? packager : value;
            return this;
        }

        public Builder baseImage(String value) {
            baseImage = value;
            return this;
        }

        public Builder repository(String value) {
            repository = value;
            return this;
        }

        public Builder tags(List<String> value) {
            tags = value == null ? tags : List.copyOf(value);
            return this;
        }

        public Builder commit(String value) {
            commit = value;
            return this;
        }

        public Builder gpu(Boolean value) {
            gpu = value == null ? gpu : value;
            return this;
        }

        public Builder machine(MachineSpec value) {
            machine = value == null ? machine : value;
            return this;
        }

        /** See {@link PriceTable#with}, which checks them. */
        public Builder priceOverrides(Map<String, Double> value) {
            priceOverrides = value == null ? priceOverrides : Map.copyOf(value);
            return this;
        }

        public Builder endpoints(Endpoints value) {
            endpoints = value == null ? endpoints : value;
            return this;
        }

        /** @throws NullPointerException region, app or repository is missing; the message names it */
        public BuildMapRequest build() {
            return new BuildMapRequest(this);
        }
    }
}
