package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** In which markets a machine is looked for, in this order: the values of the parameter {@code market}. */
public enum MarketChoice {
    ON_DEMAND("on-demand", Market.ON_DEMAND),
    SPOT("spot", Market.SPOT),

    /** On demand only when no type in no subnet is to be had as spot. */
    SPOT_THEN_ON_DEMAND("spot-then-on-demand", Market.SPOT, Market.ON_DEMAND);

    private final String value;
    private final List<Market> markets;

    MarketChoice(String value, Market... markets) {
        this.value = value;
        this.markets = List.of(markets);
    }

    /** As in the steps. */
    public String value() {
        return value;
    }

    public List<Market> markets() {
        return markets;
    }

    /** @throws IllegalArgumentException there is no such choice */
    public static MarketChoice of(String value) {
        return Arrays.stream(values())
                .filter(choice -> choice.value.equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(value));
    }

    /** @throws OperationException there is no such choice; the message names those there are */
    public static void check(String value) throws OperationException {
        if (Arrays.stream(values()).noneMatch(choice -> choice.value.equals(value))) {
            throw new OperationException(
                    "'" + ForeignText.value(value) + "' in 'market' is no market",
                    "Choose "
                            + Arrays.stream(values())
                                    .map(choice -> "'" + choice.value + "'")
                                    .collect(Collectors.joining(", ")));
        }
    }
}
