package jenkins.model;

import hudson.ProxyConfiguration;
import hudson.model.Descriptor;
import hudson.model.FingerprintMap;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;

public class Jenkins implements ItemGroup<Item>, AccessControlled {
    public static final Permission ADMINISTER;
    public static final Permission SYSTEM_READ;

    static {
        ADMINISTER = null;
        SYSTEM_READ = null;
    }

    private Jenkins() {}

    public static Jenkins get() {
        throw new UnsupportedOperationException();
    }

    public static Jenkins getInstanceOrNull() {
        throw new UnsupportedOperationException();
    }

    public <T extends Descriptor<?>> T getDescriptorByType(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    public FingerprintMap getFingerprintMap() {
        throw new UnsupportedOperationException();
    }

    public <T extends Item> T getItemByFullName(String fullName, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    public File getRootDir() {
        throw new UnsupportedOperationException();
    }

    public boolean isTerminating() {
        throw new UnsupportedOperationException();
    }

    public String getLegacyInstanceId() {
        throw new UnsupportedOperationException();
    }

    public ProxyConfiguration getProxy() {
        throw new UnsupportedOperationException();
    }
}
