package io.jenkins.plugins.monai.engine.machine.standing;

import static io.jenkins.plugins.monai.engine.machine.MachineParameters.INSTANCE_PROFILE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.cost.Gp3;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.machine.Tags;
import io.jenkins.plugins.monai.engine.machine.launch.WantedLaunch;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;

class StandingTest {

    private static Standing standing(String name, String bucket, String job, String now) {
        RunIdentity run = new RunIdentity("r-" + job, "controller", job);
        return new Standing(
                new StandingIdentity(name, bucket, run),
                MachineSpec.of(Values.none()),
                Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    }

    @Test
    void twoRunsThatLaunchAtOnceHaveOneToken() {
        Standing one = standing("f", "b", "job-1", "2026-01-01T10:00:00Z");
        Standing other = standing("f", "b", "job-2", "2026-01-01T10:00:09Z");
        assertEquals(one.clientToken(0), other.clientToken(0));
        assertNotEquals(one.clientToken(0), one.clientToken(1));
        assertNotEquals(
                one.clientToken(0),
                standing("g", "b", "j", "2026-01-01T10:00:00Z").clientToken(0));
        assertNotEquals(
                one.clientToken(0),
                standing("f", "c", "j", "2026-01-01T10:00:00Z").clientToken(0));
        assertEquals(64, one.clientToken(0).length());
    }

    @Test
    void theTokenOfAMachineThatIsGoneIsNotUsedAgain() {
        Standing first = standing("f", "b", "j", "2026-01-01T10:00:00Z");
        String token = first.clientToken(0);
        first.former(List.of("i-2", "i-1"));
        String afterwards = first.clientToken(0);
        assertNotEquals(token, afterwards);
        first.former(List.of("i-1", "i-2"));
        assertEquals(afterwards, first.clientToken(0));
        // After an hour EC2 no longer shows the machine that is gone, but still remembers its token.
        assertNotEquals(token, standing("f", "b", "j", "2026-01-01T11:00:00Z").clientToken(0));
    }

    @Test
    void theVolumeIsAsFastAsTheTypeCanUse() {
        MachineState state = new MachineState();
        state.image("ami-12345678", "/dev/sda1", "x86_64");
        state.volume("g4dn.xlarge", Gp3.forType(437.5));
        state.volume("g5.12xlarge", Gp3.forType(2000));
        Standing profile = standing("f", "b", "j", "2026-01-01T10:00:00Z");
        for (Map.Entry<String, List<Integer>> wanted : Map.of(
                        "g4dn.xlarge", List.of(417, 3000), "g5.12xlarge", List.of(1000, 4000))
                .entrySet()) {
            EbsBlockDevice volume = WantedLaunch.request(profile, MachineSpec.of(Values.none()), state, wanted.getKey())
                    .blockDeviceMappings()
                    .get(0)
                    .ebs();
            assertEquals(wanted.getValue(), List.of(volume.throughput(), volume.iops()), wanted.getKey());
        }
    }

    @Test
    void theMachineHasNoKeyStopsOnShutdownAndCanBeFoundByItsTag() {
        Standing profile = standing("f", "b", "j", "2026-01-01T10:00:00Z");
        MachineState state = new MachineState();
        state.image("ami-12345678", "/dev/sda1", "x86_64");
        RunInstancesRequest request = WantedLaunch.request(
                profile, MachineSpec.of(Values.none().with(INSTANCE_PROFILE, "p")), state, "g4dn.xlarge");
        assertNull(request.keyName());
        assertEquals(ShutdownBehavior.STOP, request.instanceInitiatedShutdownBehavior());
        assertEquals(HttpTokensState.REQUIRED, request.metadataOptions().httpTokens());
        assertEquals(1, request.metadataOptions().httpPutResponseHopLimit());
        assertTrue(request.blockDeviceMappings().get(0).ebs().encrypted());
        // EBS's own defaults, as nothing is known of the type.
        assertEquals(125, request.blockDeviceMappings().get(0).ebs().throughput());
        assertEquals(3000, request.blockDeviceMappings().get(0).ebs().iops());
        assertEquals("p", request.iamInstanceProfile().name());
        assertEquals(
                List.of(ResourceType.INSTANCE, ResourceType.VOLUME, ResourceType.NETWORK_INTERFACE),
                request.tagSpecifications().stream().map(t -> t.resourceType()).toList());
        assertTrue(request.tagSpecifications().stream()
                .allMatch(t -> t.tags().contains(Tags.of(StandingIdentity.TAG, "f"))));
        String userData = new String(Base64.getDecoder().decode(request.userData()), StandardCharsets.UTF_8);
        assertTrue(userData.startsWith("#cloud-boothook\n#!/bin/sh\nlease=0 limit=5400 "), userData);
        assertTrue(
                request.tagSpecifications().stream()
                        .flatMap(t -> t.tags().stream())
                        .noneMatch(t -> t.key().equals(Tags.LEASE)),
                "it outlives the run that launched it");
    }
}
