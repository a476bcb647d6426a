package io.jenkins.plugins.monai.engine.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * On-demand prices in USD. They are an estimate for people, not a bill: taxes, transfer, registry storage and
 * discounts are not in them.
 */
public final class PriceTable {

    private static final double HOURS_A_MONTH = 730;
    private static final String RESOURCE = "prices.json";

    private final String date;
    private final String source;
    private final Map<String, Map<String, Double>> hourly;
    private final Map<String, Double> gibMonth;

    private PriceTable(JsonNode json) {
        this.date = json.path("date").asText();
        this.source = json.path("source").asText();
        this.hourly = new TreeMap<>();
        json.path("instanceHour")
                .properties()
                .forEach(region -> hourly.put(region.getKey(), doubles(region.getValue())));
        this.gibMonth = doubles(json.path("gp3GibMonth"));
    }

    private static Map<String, Double> doubles(JsonNode json) {
        Map<String, Double> map = new TreeMap<>();
        json.properties().forEach(e -> map.put(e.getKey(), e.getValue().asDouble()));
        return map;
    }

    /** The table that comes with the plugin. */
    public static PriceTable bundled() {
        try (InputStream in = PriceTable.class.getResourceAsStream(RESOURCE)) {
            return new PriceTable(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    /** When the prices were read, an ISO date. */
    public String date() {
        return date;
    }

    /** Where the prices were read. */
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
        Double hour = hourly.getOrDefault(region, Map.of()).get(instanceType);
        Double month = gibMonth.get(region);
        if (hour == null || month == null) {
            return OptionalDouble.empty();
        }
        double hours = Math.max(60, running.toSeconds()) / 3600.0;
        return OptionalDouble.of(hours * (hour + volumeGiB * month / HOURS_A_MONTH));
    }
}
