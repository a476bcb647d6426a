package io.jenkins.plugins.monai.engine.machine.launch;

import java.util.Locale;
import java.util.Optional;

/**
 * The quotas on vCPUs of running on-demand instances, by instance family.
 *
 * @see <a href="https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html">EC2 instance type
 *     quotas</a>
 */
enum Ec2Quota {
    STANDARD("L-1216C47A", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", "[acdhimrtz]"),
    G_AND_VT("L-DB2E81BA", "Running On-Demand G and VT instances", "g|gr|vt"),
    P("L-417A185B", "Running On-Demand P instances", "p"),
    INF("L-1945791B", "Running On-Demand Inf instances", "inf"),
    TRN("L-2C3B7624", "Running On-Demand Trn instances", "trn"),
    F("L-74FC7D96", "Running On-Demand F instances", "f"),
    X("L-7295265B", "Running On-Demand X instances", "x"),
    DL("L-6E869C2A", "Running On-Demand DL instances", "dl");

    private final String code;
    private final String title;
    private final String families;

    Ec2Quota(String code, String title, String families) {
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

    static Optional<Ec2Quota> of(InstanceType type) {
        // im4gn, mac, c7gn ... the letters before the first digit begin with the family; "gr6", "inf2" are their own.
        String family = type.family();
        for (Ec2Quota quota : values()) {
            if (family.matches(quota.families)) {
                return Optional.of(quota);
            }
        }
        return family.matches("im|is|hs") ? Optional.of(STANDARD) : Optional.empty();
    }
}
