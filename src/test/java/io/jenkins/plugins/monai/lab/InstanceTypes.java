package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Instance types as EC2's documentation lists them (https://docs.aws.amazon.com/ec2/latest/instancetypes/), which
 * ministack invents.
 */
final class InstanceTypes implements FrontPart {

    private record Gpu(String name, int memoryMiB) {}

    private record Type(String name, String architecture, int vcpus, int memoryMiB, Gpu gpu) {}

    private static final Gpu T4 = new Gpu("T4", 16384);
    private static final Gpu A10G = new Gpu("A10G", 24576);
    private static final Gpu L4 = new Gpu("L4", 22888);

    private static final Map<String, Type> TYPES = Stream.of(
                    new Type("g4dn.xlarge", "x86_64", 4, 16384, T4),
                    new Type("g4dn.2xlarge", "x86_64", 8, 32768, T4),
                    new Type("g5.xlarge", "x86_64", 4, 16384, A10G),
                    new Type("g5.2xlarge", "x86_64", 8, 32768, A10G),
                    new Type("g6.xlarge", "x86_64", 4, 16384, L4),
                    new Type("t3.medium", "x86_64", 2, 4096, null),
                    new Type("t3.large", "x86_64", 2, 8192, null),
                    new Type("m5.large", "x86_64", 2, 8192, null),
                    new Type("m5.xlarge", "x86_64", 4, 16384, null),
                    new Type("t4g.large", "arm64", 2, 8192, null))
            .collect(Collectors.toMap(Type::name, type -> type, (a, b) -> a, TreeMap::new));

    /** {@code x86_64} or {@code arm64}; empty for a type that does not exist. */
    static Optional<String> architecture(String instanceType) {
        return Optional.ofNullable(TYPES.get(instanceType)).map(Type::architecture);
    }

    @Override
    public Optional<ResponseDefinition> answer(AwsRequest request) {
        return switch (request.iamAction()) {
            case "ec2:DescribeInstanceTypes" -> Optional.of(describe(request));
            case "ec2:DescribeInstanceTypeOfferings" -> Optional.of(offerings(request));
            default -> Optional.empty();
        };
    }

    private static ResponseDefinition describe(AwsRequest request) {
        List<String> wanted = request.list("InstanceType");
        List<String> unknown =
                wanted.stream().filter(name -> !TYPES.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            return AwsReply.error(
                    request,
                    "InvalidInstanceType",
                    "The following supplied instance types do not exist: [" + String.join(", ", unknown) + "]");
        }
        String items = TYPES.values().stream()
                .filter(type -> wanted.isEmpty() || wanted.contains(type.name()))
                .filter(type -> Tags.match(
                        request,
                        Map.of(
                                "instance-type", type.name(),
                                "processor-info.supported-architecture", type.architecture()),
                        Map.of()))
                .map(InstanceTypes::xml)
                .collect(Collectors.joining());
        return AwsReply.ec2("DescribeInstanceTypes", "<instanceTypeSet>" + items + "</instanceTypeSet>");
    }

    private static String xml(Type type) {
        return """
                <item><instanceType>%s</instanceType><currentGeneration>true</currentGeneration>
                <supportedUsageClasses><item>on-demand</item><item>spot</item></supportedUsageClasses>
                <supportedRootDeviceTypes><item>ebs</item></supportedRootDeviceTypes>
                <supportedVirtualizationTypes><item>hvm</item></supportedVirtualizationTypes>
                <bareMetal>false</bareMetal><hypervisor>nitro</hypervisor>
                <processorInfo><supportedArchitectures><item>%s</item></supportedArchitectures></processorInfo>
                <vCpuInfo><defaultVCpus>%d</defaultVCpus></vCpuInfo>
                <memoryInfo><sizeInMiB>%d</sizeInMiB></memoryInfo>
                <ebsInfo><ebsOptimizedInfo><maximumThroughputInMBps>437.5</maximumThroughputInMBps></ebsOptimizedInfo></ebsInfo>
                %s</item>
                """.formatted(type.name(), type.architecture(), type.vcpus(), type.memoryMiB(), xml(type.gpu()));
    }

    private static String xml(Gpu gpu) {
        return gpu == null ? "" : """
                <gpuInfo><gpus><item><name>%s</name><manufacturer>NVIDIA</manufacturer><count>1</count>
                <memoryInfo><sizeInMiB>%d</sizeInMiB></memoryInfo></item></gpus>
                <totalGpuMemoryInMiB>%d</totalGpuMemoryInMiB></gpuInfo>""".formatted(gpu.name(), gpu.memoryMiB(), gpu.memoryMiB());
    }

    private static ResponseDefinition offerings(AwsRequest request) {
        String kind = request.parameter("LocationType").orElse("region");
        List<String> locations = kind.equals("availability-zone")
                ? List.of(request.region() + "a", request.region() + "b", request.region() + "c")
                : List.of(request.region());
        StringBuilder items = new StringBuilder();
        for (String type : TYPES.keySet()) {
            for (String location : locations) {
                if (Tags.match(request, Map.of("instance-type", type, "location", location), Map.of())) {
                    items.append(
                            "<item><instanceType>%s</instanceType><locationType>%s</locationType><location>%s</location></item>"
                                    .formatted(type, kind, location));
                }
            }
        }
        return AwsReply.ec2(
                "DescribeInstanceTypeOfferings", "<instanceTypeOfferingSet>" + items + "</instanceTypeOfferingSet>");
    }
}
