package io.jenkins.plugins.monai.steps;

import hudson.Util;
import org.kohsuke.stapler.DataBoundSetter;

/** How the machine of a step for inference works on studies. Whatever is null is taken by default. */
public abstract class StudyStep extends MachineStep {

    private Boolean gpu;
    private boolean network;
    private Integer slots;
    private String workFolder;
    private Integer idleMinutes;
    private Integer capacityMinutes;
    private Long maxStudyBytes;
    private Integer maxStudyFiles;
    private Integer maxStudyMinutes;
    private boolean requireDeidentified;
    private String smokeTestStudy;
    private boolean stopAfterwards;

    /** Null for the default, which is true. */
    public Boolean getGpu() {
        return gpu;
    }

    @DataBoundSetter
    public void setGpu(Boolean gpu) {
        this.gpu = Boolean.TRUE.equals(gpu) ? null : gpu;
    }

    public boolean isNetwork() {
        return network;
    }

    @DataBoundSetter
    public void setNetwork(boolean network) {
        this.network = network;
    }

    public Integer getSlots() {
        return slots;
    }

    @DataBoundSetter
    public void setSlots(Integer slots) {
        this.slots = slots;
    }

    public String getWorkFolder() {
        return workFolder;
    }

    @DataBoundSetter
    public void setWorkFolder(String workFolder) {
        this.workFolder = Util.fixEmptyAndTrim(workFolder);
    }

    public Integer getIdleMinutes() {
        return idleMinutes;
    }

    @DataBoundSetter
    public void setIdleMinutes(Integer idleMinutes) {
        this.idleMinutes = idleMinutes;
    }

    public Integer getCapacityMinutes() {
        return capacityMinutes;
    }

    @DataBoundSetter
    public void setCapacityMinutes(Integer capacityMinutes) {
        this.capacityMinutes = capacityMinutes;
    }

    public Long getMaxStudyBytes() {
        return maxStudyBytes;
    }

    @DataBoundSetter
    public void setMaxStudyBytes(Long maxStudyBytes) {
        this.maxStudyBytes = maxStudyBytes;
    }

    public Integer getMaxStudyFiles() {
        return maxStudyFiles;
    }

    @DataBoundSetter
    public void setMaxStudyFiles(Integer maxStudyFiles) {
        this.maxStudyFiles = maxStudyFiles;
    }

    public Integer getMaxStudyMinutes() {
        return maxStudyMinutes;
    }

    @DataBoundSetter
    public void setMaxStudyMinutes(Integer maxStudyMinutes) {
        this.maxStudyMinutes = maxStudyMinutes;
    }

    public boolean isRequireDeidentified() {
        return requireDeidentified;
    }

    @DataBoundSetter
    public void setRequireDeidentified(boolean requireDeidentified) {
        this.requireDeidentified = requireDeidentified;
    }

    public String getSmokeTestStudy() {
        return smokeTestStudy;
    }

    @DataBoundSetter
    public void setSmokeTestStudy(String smokeTestStudy) {
        this.smokeTestStudy = Util.fixEmptyAndTrim(smokeTestStudy);
    }

    public boolean isStopAfterwards() {
        return stopAfterwards;
    }

    @DataBoundSetter
    public void setStopAfterwards(boolean stopAfterwards) {
        this.stopAfterwards = stopAfterwards;
    }
}
