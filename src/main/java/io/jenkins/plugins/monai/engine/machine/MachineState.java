package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.cost.Gp3;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a run's machine. Saved before each side effect, so that whoever reads it later knows what may exist.
 */
public final class MachineState implements Serializable {

    private static final long serialVersionUID = 1L;

    private String imageId;
    private String rootDevice;
    private String architecture;
    private String vpcId;
    private final ArrayList<String> subnetIds = new ArrayList<>();
    private final ArrayList<String> launchable = new ArrayList<>();

    /** In MiB/s by instance type; null in a state that was saved before there was any. */
    private TreeMap<String, Integer> throughput;

    private boolean keyWanted;
    private boolean groupWanted;
    private String temporaryGroupId;
    private int attempt;
    private int retries;
    private boolean launchWanted;
    private long launchWantedMillis;
    private String instanceId;
    private String instanceType;
    private long launchMillis;
    private long endMillis;
    private String host;
    private String hostKey;

    /** Null in a state that was saved before there was any. */
    private LaunchHistory launches;

    /** The codes by candidate, as versions before the history kept them; null in newer states. */
    private HashMap<String, String> refusals;

    /** The AMI the machine boots. */
    public String imageId() {
        return imageId;
    }

    /** The AMI's root device: {@code /dev/sda1}. */
    public String rootDevice() {
        return rootDevice;
    }

    /** {@code x86_64} or {@code arm64}. */
    public String architecture() {
        return architecture;
    }

    public void image(String id, String device, String arch) {
        imageId = id;
        rootDevice = device;
        architecture = arch;
    }

    /** Of the subnets; null before they were resolved. */
    public String vpcId() {
        return vpcId;
    }

    public List<String> subnetIds() {
        return Collections.unmodifiableList(subnetIds);
    }

    public void network(String vpc, List<String> subnets) {
        vpcId = vpc;
        subnetIds.clear();
        subnetIds.addAll(subnets);
    }

    /** The instance types that exist, fit the AMI and have quota, in the order they are tried. */
    public List<String> launchable() {
        return Collections.unmodifiableList(launchable);
    }

    /** As {@link #launchable()}, of one market. */
    public List<String> launchable(Market market) {
        return market == Market.SPOT ? launches().spotTypes() : launchable();
    }

    public void launchable(Market market, List<String> types) {
        if (market == Market.SPOT) {
            launches().spotTypes(types);
        } else {
            launchable(types);
        }
    }

    private void launchable(List<String> types) {
        launchable.clear();
        launchable.addAll(types);
    }

    /** How fast the volume of a machine of the type is. */
    public Gp3 volume(String instanceType) {
        Integer mibPerSecond = throughput == null ? null : throughput.get(instanceType);
        return mibPerSecond == null ? Gp3.plain() : new Gp3(mibPerSecond);
    }

    public void volume(String instanceType, Gp3 volume) {
        if (throughput == null) {
            throughput = new TreeMap<>();
        }
        throughput.put(instanceType, volume.mibPerSecond());
    }

    /** Nothing is known of the run, so everything may exist. */
    public void wantEverything(long nowMillis) {
        wantKey();
        wantGroup();
        wantLaunch(nowMillis);
    }

    public boolean keyWanted() {
        return keyWanted;
    }

    public void wantKey() {
        keyWanted = true;
    }

    public void keyRemoved() {
        keyWanted = false;
    }

    public boolean groupWanted() {
        return groupWanted;
    }

    public void wantGroup() {
        groupWanted = true;
    }

    public void groupRemoved() {
        groupWanted = false;
    }

    public String temporaryGroupId() {
        return temporaryGroupId;
    }

    public void temporaryGroup(String id) {
        temporaryGroupId = id;
    }

    /** The index of the launch attempt: part of its client token. */
    public int attempt() {
        return attempt;
    }

    /** Where the machine was looked for so far. */
    public LaunchHistory launches() {
        if (launches == null) {
            launches = LaunchHistory.ofRefusals(refusals == null ? Map.of() : refusals);
            refusals = null;
        }
        return launches;
    }

    /** The next attempt is another one. */
    public void nextAttempt() {
        attempt++;
        retries = 0;
    }

    /** The machine is lost: what is noted of it becomes the past, and the next one can be launched. */
    public void lost(LaunchAttempt.Outcome how, String why, long nowMillis) {
        launches().lost(instanceId, how, why, nowMillis);
        nextAttempt();
        notLaunched();
        instanceId = null;
        instanceType = null;
        launchMillis = 0;
        host = null;
        hostKey = null;
    }

    public int retries() {
        return retries;
    }

    public void retried() {
        retries++;
    }

    public boolean launchWanted() {
        return launchWanted;
    }

    /** When the launch was asked for, milliseconds since the epoch. */
    public long launchWantedMillis() {
        return launchWantedMillis;
    }

    public void wantLaunch(long nowMillis) {
        launchWanted = true;
        launchWantedMillis = nowMillis;
    }

    /** EC2 has refused the launch: nothing can turn up. */
    public void notLaunched() {
        launchWanted = false;
    }

    /** Null before the machine was launched. */
    public String instanceId() {
        return instanceId;
    }

    /** The type that was launched. */
    public String instanceType() {
        return instanceType;
    }

    /** Milliseconds since the epoch; 0 before the launch. */
    public long launchMillis() {
        return launchMillis;
    }

    public void launched(String id, String type, long nowMillis) {
        instanceId = id;
        instanceType = type;
        if (launchMillis == 0) {
            launchMillis = nowMillis;
        }
    }

    /** When the machine was seen to be terminated, milliseconds since the epoch; 0 before. */
    public long endMillis() {
        return endMillis;
    }

    public void ended(long nowMillis) {
        if (endMillis == 0) {
            endMillis = nowMillis;
        }
    }

    /** The address the machine is reached by. */
    public String host() {
        return host;
    }

    public void host(String address) {
        host = address;
    }

    /** The host key pinned for this run, {@code type base64}; null before the first connection. */
    public String hostKey() {
        return hostKey;
    }

    public void pinHostKey(String key) {
        hostKey = key;
    }
}
