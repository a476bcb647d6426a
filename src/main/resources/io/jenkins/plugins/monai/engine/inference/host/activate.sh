# shellcheck shell=sh
# Pulls the MAP and sets the runner to work, as root, through Systems Manager.
set -eu
/usr/local/bin/monai-runner prepare

# From here on the runner stops the machine when it is idle: see engine/machine/lease.sh. Machines of earlier versions wait
# for a shutdown instead.
mkdir -p /var/lib/monai-deploy && : >/var/lib/monai-deploy/settled
shutdown -c >/dev/null 2>&1 || true

if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    # Without it a MAP with a network does not run; one without needs none of it.
    systemctl --quiet enable monai-firewall.service
    systemctl restart monai-firewall.service || true
    systemctl --quiet enable monai-runner.service
    # A runner at work ends its job before it starts anew with the new settings.
    systemctl reload-or-restart monai-runner.service
    # What it remembers of the runner before does not hold for this one.
    rm -rf /run/monai-runner-watchdog
    systemctl --quiet enable --now monai-runner-watchdog.timer
else
    /usr/local/bin/monai-runner wake
fi
