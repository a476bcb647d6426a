package io.jenkins.plugins.monai.engine.machine.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.monai.engine.machine.Market;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ec2QuotaTest {

    @ParameterizedTest
    @CsvSource({
        "g4dn.xlarge, G_AND_VT",
        "g5.xlarge, G_AND_VT",
        "gr6.4xlarge, G_AND_VT",
        "p4d.24xlarge, P",
        "p5en.48xlarge, P",
        "c7gn.large, STANDARD",
        "t3.micro, STANDARD",
        "m5.large, STANDARD",
        "im4gn.large, STANDARD",
        "inf2.xlarge, INF",
        "trn1.2xlarge, TRN",
        "dl1.24xlarge, DL",
        "x2idn.16xlarge, X",
    })
    void eachFamilyHasItsQuota(String type, Ec2Quota quota) {
        assertEquals(quota, Ec2Quota.of(type, Market.ON_DEMAND).orElseThrow());
    }
}
