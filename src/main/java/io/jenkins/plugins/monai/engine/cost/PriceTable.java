package io.jenkins.plugins.monai.engine.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * On-demand prices in USD. They are an estimate for people, not a bill: taxes, transfer, registry storage and
 * discounts are not in them.
 */
public final class PriceTable {

    /** Stands for the volume, in USD per GiB and month, where an instance type would stand. */
    private static final String VOLUME = "gp3";

    private static final double HOURS_A_MONTH = 730;
    private static final double HIGHEST = 10_000;
    private static final Pattern KEY = Pattern.compile("[a-z]{2,8}(-[a-z]+)+-\\d+/(gp3|[a-z0-9-]+\\.[a-z0-9-]+)");
    private static final String RESOURCE = "prices.json";

    private final String date;
    private final String source;
    private final Map<String, Double> bundled;
    private final Map<String, Double> given;

    private PriceTable(String date, String source, Map<String, Double> bundled, Map<String, Double> given) {
        this.date = date;
        this.source = source;
        this.bundled = bundled;
        this.given = given;
    }

    /** The table that comes with the plugin. */
    public static PriceTable bundled() {
        try (InputStream in = PriceTable.class.getResourceAsStream(RESOURCE)) {
            JsonNode json = new ObjectMapper().readTree(in);
            Map<String, Double> prices = new TreeMap<>();
            json.path("instanceHour")
                    .properties()
                    .forEach(region -> region.getValue()
                            .properties()
                            .forEach(type -> prices.put(
                                    region.getKey() + "/" + type.getKey(),
                                    type.getValue().asDouble())));
            json.path("gp3GibMonth")
                    .properties()
                    .forEach(region -> prices.put(
                            region.getKey() + "/" + VOLUME, region.getValue().asDouble()));
            return new PriceTable(
                    json.path("date").asText(), json.path("source").asText(), prices, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    /**
     * The same table with prices of one's own, such as those of a contract.
     *
     * @param overrides USD per hour by {@code REGION/INSTANCE-TYPE}, or USD per GiB and month by {@code REGION/gp3}
     * @throws OperationException a key is neither, or a price is not between 0 and 10,000
     */
    public PriceTable with(Map<String, Double> overrides) throws OperationException {
        check(overrides);
        Map<String, Double> all = new TreeMap<>(given);
        all.putAll(overrides);
        return new PriceTable(date, source, bundled, all);
    }

    /** @throws OperationException as {@link #with} does */
    public static void check(Map<String, Double> overrides) throws OperationException {
        for (Map.Entry<String, Double> override : overrides.entrySet()) {
            if (!KEY.matcher(override.getKey()).matches()) {
                throw new OperationException(
                        "The price override '" + override.getKey() + "' names no region and instance type",
                        "Write it like 'us-east-1/g4dn.xlarge', or 'us-east-1/gp3' for the volume");
            }
            Double usd = override.getValue();
            if (usd == null || !(usd >= 0 && usd <= HIGHEST)) {
                throw new OperationException(
                        "The price override of '" + override.getKey() + "' is " + usd,
                        "Give the USD of one hour, or of one GiB and month for gp3, from 0 to 10000");
            }
        }
    }

    /** When the bundled prices were read, an ISO date. */
    public String date() {
        return date;
    }

    /** Where the bundled prices were read. */
    public String source() {
        return source;
    }

    /**
     * What a machine and its volume cost.
     *
     * @param running from launch to termination; EC2 bills seconds, at least sixty
     * @return USD; empty for a region or type that is not in the table
     * @see <a href="https://aws.amazon.com/ec2/pricing/on-demand/">EC2 on-demand pricing</a>
     */
    public OptionalDouble estimate(String region, String instanceType, int volumeGiB, Duration running) {
        Optional<CostEstimate> estimate =
                estimate(region, instanceType, volumeGiB, Gp3.plain(), 1, 1 + running.toSeconds() * 1000, 0);
        return estimate.isPresent() ? OptionalDouble.of(estimate.get().usdAt(0)) : OptionalDouble.empty();
    }

    /**
     * What a machine and its volume cost, now and at most.
     *
     * @param launchMillis milliseconds since the epoch; 0 before the launch
     * @param endMillis milliseconds since the epoch; 0 while the machine runs
     * @param maximumMinutes the longest time it may run
     * @return empty for a region or type that is not in the table
     */
    public Optional<CostEstimate> estimate(
            String region,
            String instanceType,
            int volumeGiB,
            Gp3 volume,
            long launchMillis,
            long endMillis,
            int maximumMinutes) {
        String machine = region + "/" + instanceType;
        Double hour = price(machine);
        Double month = price(region + "/" + VOLUME);
        // A price that somebody gave is better than none, though the volume's, some per cent of it, is not known.
        if (hour == null || (month == null && !given.containsKey(machine))) {
            return Optional.empty();
        }
        double perHour = hour + (month == null ? 0 : (volumeGiB + volume.inGiB()) * month / HOURS_A_MONTH);
        return Optional.of(new CostEstimate(
                perHour,
                given.containsKey(machine) ? "" : date,
                sourceOf(machine, month != null),
                launchMillis,
                endMillis,
                maximumMinutes));
    }

    /**
     * What a volume costs by itself, as that of a machine that is stopped.
     *
     * @return USD an hour; empty for a region that is not in the table
     */
    public OptionalDouble volumeHour(String region, int gib, Gp3 volume) {
        Double month = price(region + "/" + VOLUME);
        return month == null
                ? OptionalDouble.empty()
                : OptionalDouble.of((gib + volume.inGiB()) * month / HOURS_A_MONTH);
    }

    private Double price(String key) {
        return given.getOrDefault(key, bundled.get(key));
    }

    private String sourceOf(String machine, boolean withVolume) {
        String words = given.containsKey(machine) ? "price override for " + machine : source;
        return withVolume ? words : words + ", without the volume";
    }
}
