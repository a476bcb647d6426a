package io.jenkins.plugins.monai.engine.operation;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes of what Docker, BuildKit and Podman print something to read along: layers become a count every few seconds,
 * steps one line of bounded length, and lines for machines go. The whole output is kept elsewhere.
 */
public final class CondensedLog extends ForwardingLog implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Characters of a step; two terminals' lines at most. */
    private static final int STEP_LENGTH = 140;

    private static final Pattern STEP =
            Pattern.compile("(?:STEP \\d+/\\d+:|#\\d+ \\[[^\\]]*\\d+/\\d+]) .*", Pattern.DOTALL);

    /** Podman tells of a layer when it begins with it, and of none that it has ended. */
    private static final Pattern BEGUN = Pattern.compile("Copying blob (?:sha256:)?(\\w+).*");

    /** Docker: an abbreviated id and what happens to the layer. BuildKit: how much of it has come. */
    private static final Pattern LAYER = Pattern.compile(
            "([0-9a-f]{12}): (Preparing|Waiting|Pulling fs layer|Verifying Checksum|Downloading.*|Extracting.*"
                    + "|Download complete|Pushing.*|Pushed|Layer already exists|Mounted from .*|Pull complete"
                    + "|Already exists)"
                    + "|#\\d+ (?:extracting )?sha256:([0-9a-f]{64})(?: (\\S+) / (\\S+))?.*");

    private static final Pattern ENDED =
            Pattern.compile("Pushed|Layer already exists|Mounted from .*|Pull complete|Already exists");

    private static final Pattern NOISE = Pattern.compile("--> .*|[0-9a-f]{64}|COMMIT .*|Successfully tagged .*"
            + "|Getting image source signatures|Copying config .*|Writing manifest to image destination"
            + "|Storing signatures|\\[Warning] one or more build args were not consumed.*|#\\d+ (?:DONE .*|CACHED)"
            + "|#\\d+ \\.\\.\\.|");

    private final Clock clock;
    private final Set<String> layers = new HashSet<>();
    private final Set<String> done = new HashSet<>();
    private boolean endsAreTold;
    private long toldMillis;

    public CondensedLog(EngineLog next, Clock clock) {
        super(next);
        this.clock = clock;
    }

    @Override
    public synchronized void line(String text) {
        tellLayers(next()::machine);
        next().line(text);
    }

    @Override
    public synchronized void machine(String text) {
        read(text, next()::machine);
    }

    /** Layers that an earlier process saw count with those that are still to come. */
    @Override
    public synchronized void machineAgain(String text) {
        read(text, next()::machineAgain);
    }

    private void read(String text, Consumer<String> sink) {
        Matcher begun = BEGUN.matcher(text);
        Matcher layer = LAYER.matcher(text);
        if (begun.matches()) {
            saw(begun.group(1), false, sink);
        } else if (layer.matches()) {
            endsAreTold = true;
            boolean whole = layer.group(1) == null
                    ? layer.group(4) != null && layer.group(4).equals(layer.group(5))
                    : ENDED.matcher(layer.group(2)).matches();
            saw(layer.group(1) == null ? layer.group(3) : layer.group(1), whole, sink);
        } else if (!NOISE.matcher(text).matches()) {
            // What is told of the traffic comes while layers go.
            if (!text.startsWith("Sent ")) {
                tellLayers(sink);
            }
            sink.accept(STEP.matcher(text).matches() ? shortened(text) : text);
        }
    }

    private void saw(String layer, boolean whole, Consumer<String> sink) {
        if (layers.isEmpty()) {
            toldMillis = clock.millis();
        }
        layers.add(layer);
        if (whole) {
            done.add(layer);
        }
        if (endsAreTold && clock.millis() - toldMillis >= INTERVAL.toMillis()) {
            toldMillis = clock.millis();
            sink.accept("Layers: " + done.size() + " of " + layers.size() + " done");
        }
    }

    private void tellLayers(Consumer<String> sink) {
        if (!layers.isEmpty()) {
            boolean all = !endsAreTold || done.size() == layers.size();
            sink.accept("Layers: " + (all ? "all " + layers.size() : done.size() + " of " + layers.size()) + " done");
        }
        layers.clear();
        done.clear();
        endsAreTold = false;
    }

    private static String shortened(String step) {
        String line = step.replaceAll("\\s+", " ");
        return line.length() <= STEP_LENGTH ? line : line.substring(0, STEP_LENGTH - 1) + "…";
    }

    /** Tells what it still holds back. */
    @Override
    public synchronized void close() {
        tellLayers(next()::machine);
    }
}
