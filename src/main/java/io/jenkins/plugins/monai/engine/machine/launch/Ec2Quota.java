package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.machine.Market;
import java.util.Locale;
import java.util.Optional;

/**
 * The quotas on vCPUs of running instances, by market and instance family.
 *
 * @see <a href="https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html">EC2 instance type
 *     quotas</a>
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-limits.html">Spot Instance quotas</a>
 */
enum Ec2Quota {
    STANDARD(
            Market.ON_DEMAND,
            "L-1216C47A",
            "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
            Families.STANDARD),
    G_AND_VT(Market.ON_DEMAND, "L-DB2E81BA", "Running On-Demand G and VT instances", "g|gr|vt"),
    P(Market.ON_DEMAND, "L-417A185B", "Running On-Demand P instances", "p"),
    INF(Market.ON_DEMAND, "L-1945791B", "Running On-Demand Inf instances", "inf"),
    TRN(Market.ON_DEMAND, "L-2C3B7624", "Running On-Demand Trn instances", "trn"),
    F(Market.ON_DEMAND, "L-74FC7D96", "Running On-Demand F instances", "f"),
    X(Market.ON_DEMAND, "L-7295265B", "Running On-Demand X instances", "x"),
    DL(Market.ON_DEMAND, "L-6E869C2A", "Running On-Demand DL instances", "dl"),
    SPOT_STANDARD(
            Market.SPOT,
            "L-34B43A08",
            "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
            Families.STANDARD),
    SPOT_G_AND_VT(Market.SPOT, "L-3819A6DF", "All G and VT Spot Instance Requests", "g|gr|vt"),
    SPOT_P5(Market.SPOT, "L-C4BD4855", "All P5 Spot Instance Requests", "p5"),
    SPOT_P(Market.SPOT, "L-7212CCBC", "All P4, P3 and P2 Spot Instance Requests", "p"),
    SPOT_INF(Market.SPOT, "L-B5D1601B", "All Inf Spot Instance Requests", "inf"),
    SPOT_TRN(Market.SPOT, "L-6B0D517C", "All Trn Spot Instance Requests", "trn"),
    SPOT_F(Market.SPOT, "L-88CF9481", "All F Spot Instance Requests", "f"),
    SPOT_X(Market.SPOT, "L-E3A00192", "All X Spot Instance Requests", "x"),
    SPOT_DL(Market.SPOT, "L-85EED4F7", "All DL Spot Instance Requests", "dl");

    private final Market market;
    private final String code;
    private final String title;
    private final String families;

    Ec2Quota(Market market, String code, String title, String families) {
        this.market = market;
        this.code = code;
        this.title = title;
        this.families = families;
    }

    String code() {
        return code;
    }

    /** As the Service Quotas console shows it, with its code. */
    String title() {
        return "'" + title + "' (" + code + ")";
    }

    /** Where the quota is raised. */
    String link(String region) {
        return String.format(
                Locale.ROOT,
                "https://%s.console.aws.amazon.com/servicequotas/home/services/ec2/quotas/%s",
                region,
                code);
    }

    /** Empty for a family that is not among them. */
    static Optional<Ec2Quota> of(String instanceType, Market market) {
        // im4gn, mac, c7gn ... the letters before the first digit begin with the family; "gr6", "inf2" are their own,
        // and of the spot P quotas one is of a generation.
        String family = instanceType.replaceAll("[0-9.-].*$", "");
        String generation = instanceType.replaceAll("(?<=[0-9])[^0-9].*$", "");
        for (Ec2Quota quota : values()) {
            if (quota.market == market && (family.matches(quota.families) || generation.matches(quota.families))) {
                return Optional.of(quota);
            }
        }
        return Optional.empty();
    }

    /** In a class of its own, as an enum's own constants are made last. */
    private static final class Families {
        static final String STANDARD = "[acdhimrtz]|im|is|hs";
    }
}
