package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import java.time.Instant;
import java.util.Comparator;
import java.util.OptionalDouble;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** What spot machines cost at this moment. */
final class SpotPrices {

    private static final String LINUX = "Linux/UNIX";

    private SpotPrices() {}

    /**
     * The price of a type in a zone, in USD an hour.
     *
     * @return empty where it cannot be read, which the log says
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html">
     *     DescribeSpotPriceHistory</a>
     */
    static OptionalDouble at(AwsClients aws, EngineLog log, String type, String zone) throws InterruptedException {
        try {
            Instant now = Instant.now();
            return aws
                    .ec2()
                    .describeSpotPriceHistory(r -> r.instanceTypesWithStrings(type)
                            .productDescriptions(LINUX)
                            .availabilityZone(zone)
                            .startTime(now)
                            .endTime(now))
                    .spotPriceHistory()
                    .stream()
                    .max(Comparator.comparing(SpotPrice::timestamp))
                    .map(price -> OptionalDouble.of(Double.parseDouble(price.spotPrice())))
                    .orElse(OptionalDouble.empty());
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            log.line("Spot price not known: "
                    + AwsErrors.translate(AwsCall.DESCRIBE_SPOT_PRICE_HISTORY, e)
                            .problem());
            return OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
