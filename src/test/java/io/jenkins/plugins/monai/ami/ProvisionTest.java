package io.jenkins.plugins.monai.ami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.NeedsLab;
import io.jenkins.plugins.monai.lab.PlainMachine;
import io.jenkins.plugins.monai.lab.WorkingCopy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * ami/provision.sh on a machine that has nothing: real packages of the distribution, real packages of Python, and
 * stand-ins for NVIDIA's. No Docker daemon runs there, and there is no GPU. The tests set one machine up step by step.
 *
 * <p>The real packages are fetched before the first step, unless they are there from an earlier run, and served from a
 * folder: signatures and hashes are checked there as anywhere.
 */
@NeedsLab
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProvisionTest {

    private static final String PROVISION = "/root/ami/provision.sh --user builder ";
    /** Everything that a second run could have changed; logs and the machine's own bookkeeping aside. */
    private static final String STATE = "find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /tmp"
            + " -o -path /fetched -o -path /var/log -o -path /var/cache -o -path /run -o -path /repository \\) -prune"
            + " -o -type f -printf '%p %s %m %T@\\n' | sort";

    private static PlainMachine machine;

    /** Where the wheels are; apt has places of its own. No disk is waited for: this machine does not live long. */
    private static final String FETCH = "mkdir -p /fetched/wheels\n"
            + "for part in archives lists; do\n"
            + "    cp -r /kept/$part /fetched 2>/dev/null || mkdir -p /fetched/$part\n"
            + "done\n"
            + "rm -f /etc/apt/apt.conf.d/docker-clean\n"
            + "printf '%s\\n' 'Dir::Cache::archives \"/fetched/archives\";' 'Dir::State::lists \"/fetched/lists\";'"
            + " 'APT::Sandbox::User \"root\";' 'APT::Keep-Downloaded-Packages \"true\";' >/etc/apt/apt.conf.d/99fetched\n"
            + "echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/fetched\n"
            + "wheels() { python3 -m pip download --quiet --no-deps --require-hashes --only-binary :all:"
            + " --dest /fetched/wheels --requirement \"$1\" \"${@:2}\"; }\n"
            + "for list in /repository/ami/requirements/upstream.txt /repository/ami/requirements/runner.txt; do\n"
            + "    wheels $list --no-index --find-links /kept/wheels 2>/dev/null || wheels $list\n"
            + "done\n"
            + "printf '[global]\\nno-index = true\\nfind-links = /fetched/wheels\\n' >/etc/pip.conf\n";

    @BeforeAll
    static void start(Lab lab) throws Exception {
        machine = lab.plainMachine(WorkingCopy.root(), "/repository");
        succeeds(FETCH);
        succeeds(
                "printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d\n"
                        + "apt-get -qq update && apt-get -qq -y --no-install-recommends install gnupg\n"
                        + "bash /repository/src/test/resources/ami/repository.sh /srv\n"
                        + "echo 'deb [trusted=yes] file:///srv/ubuntu /' >/etc/apt/sources.list.d/test.list\n"
                        + "cp -r /repository/ami /root/ami\n"
                        + "sed -i 's|^NVIDIA_REPOSITORY=.*|NVIDIA_REPOSITORY=file:///srv/nvidia|' /root/ami/versions.env\n"
                        + "useradd --create-home builder\n"
                        + "mkdir -p /etc/monai-deploy && printf 'HTTPS_PROXY=http://proxy:3128' >/etc/monai-deploy/build.env\n");
    }

    @AfterAll
    static void stop() throws Exception {
        if (machine != null) {
            try (PlainMachine ended = machine) {
                succeeds("apt-get -qq autoclean");
                ended.keep("/fetched");
            }
        }
    }

    private static String succeeds(String script) throws Exception {
        PlainMachine.Ended ended = machine.sh(script);
        assertEquals(0, ended.exitCode(), ended::output);
        return ended.output();
    }

    private static void fails(String script, String message) throws Exception {
        PlainMachine.Ended ended = machine.sh(script);
        assertNotEquals(0, ended.exitCode(), ended::output);
        assertTrue(ended.output().contains(message), ended::output);
    }

    @Test
    @Order(1)
    void whatCannotBeDoneIsSaid() throws Exception {
        fails("/root/ami/provision.sh --gpu maybe", "--gpu is verify, install or none, not 'maybe'");
        fails("/root/ami/provision.sh --cpu none", "unknown argument --cpu");
        fails("/root/ami/provision.sh --user nobody-here", "there is no user nobody-here");
        fails("setpriv --reuid builder --clear-groups bash /repository/ami/provision.sh", "this needs root");
        fails(
                "d=$(mktemp -d); printf '#!/bin/sh\\necho Docker version 19.03.15, build 1' >$d/docker; chmod 755 $d/docker\n"
                        + "PATH=$d:$PATH " + PROVISION,
                "Docker is 19.03.15, 20.10 or newer is needed");
    }

    /** On the Deep Learning base AMI a driver that is gone is a defect, and not to be papered over. */
    @Test
    @Order(2)
    void aDriverIsNotInstalledUnasked() throws Exception {
        fails(PROVISION, "the NVIDIA driver is not on this machine: --gpu install installs it");
    }

    @Test
    @Order(3)
    void aRepositoryWithAnotherKeyIsRefused() throws Exception {
        fails(PROVISION + "--gpu install", "not C95B321B61E88C1809C4F759DDCAE044F796ECB0");
        succeeds("[ ! -e /etc/apt/sources.list.d/nvidia-container-toolkit.list ]");
    }

    @Test
    @Order(4)
    void aPackageThatIsNotTheOneThatWasPinnedIsRefused() throws Exception {
        succeeds("sed -i \"s|^NVIDIA_KEY=.*|NVIDIA_KEY=$(cat /srv/fingerprint)|\" /root/ami/versions.env\n"
                + "cp -r /root/ami /root/forged && sed -i '/^idna==/,/^jinja2==/s/sha256:..../sha256:0000/'"
                + " /root/forged/requirements/upstream.txt");
        fails("/root/forged/provision.sh --gpu install", "DO NOT MATCH THE HASHES");
        succeeds("[ ! -e /opt/monai-deploy/upstream/made-of ]");
    }

    @Test
    @Order(5)
    void aPlainMachineIsProvisioned() throws Exception {
        String output = succeeds(PROVISION + "--gpu install");
        assertTrue(output.contains("NVIDIA driver 580.95.05"), output);
        assertTrue(output.contains("NVIDIA container toolkit 1.19.1"), output);
        assertTrue(output.contains("changed: /opt/monai-deploy/upstream"), output);
        assertTrue(output.contains("note: no Systems Manager agent"), output);
        assertTrue(output.strip().matches("(?s).*provisioned, [1-9][0-9]* changes"), output);
        succeeds("id --name --groups builder | grep -qw docker");
        assertEquals(
                "HTTPS_PROXY=http://proxy:3128\nMONAI_DEPLOY_UPSTREAM_VENV=/opt/monai-deploy/upstream\n",
                succeeds("cat /etc/monai-deploy/build.env"),
                "what was there stays");
        succeeds("python3 -c 'import json; image = json.load(open(\"/etc/monai-deploy/image.json\"));"
                + " assert image[\"format\"] == 1 and image[\"driver\"] == \"580.95.05\", image'");
    }

    @Test
    @Order(6)
    void aSecondRunChangesNothing() throws Exception {
        String before = succeeds(STATE);
        assertTrue(succeeds(PROVISION + "--gpu install").endsWith("provisioned, 0 changes\n"));
        assertTrue(succeeds(PROVISION).endsWith("provisioned, 0 changes\n"), "nor does one that only verifies");
        assertEquals(before, succeeds(STATE));
    }

    /** As the plugin's own scripts ask: what they find, they do not fetch. */
    @Test
    @Order(7)
    void thePluginTakesTheEnvironmentsAsTheyAre() throws Exception {
        String packager = "/repository/src/main/resources/io/jenkins/plugins/monai/engine/packager/";
        succeeds("d=$(mktemp -d); cd $d; mkdir upstream; chmod 755 $d\n"
                + "cp " + packager + "upstream-requirements.txt upstream/requirements.txt\n"
                + "setpriv --reuid builder --clear-groups /opt/monai-deploy/upstream/bin/python " + packager
                + "upstream.py pins\n"
                + "setpriv --reuid builder --clear-groups /opt/monai-deploy/upstream/bin/monai-deploy package --help");
        succeeds("/opt/monai-runner/venv/bin/python -I -m pip install --quiet --no-index"
                + " --requirement /repository/lambda/runner/requirements.txt");
    }

    @Test
    @Order(8)
    void whatIsMissingIsMended() throws Exception {
        succeeds("rm /opt/monai-runner/venv/made-of /etc/monai-deploy/build.env");
        String output = succeeds(PROVISION);
        assertTrue(output.contains("changed: /opt/monai-runner/venv"), output);
        assertTrue(output.endsWith("provisioned, 2 changes\n"), output);
    }
}
