# shellcheck shell=sh
# Pulls the MAP and sets the runner to work, as root, through Systems Manager.
set -eu
/usr/local/bin/monai-runner prepare

# From here on the runner stops the machine when it is idle.
shutdown -c >/dev/null 2>&1 || true

if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    # Without it a MAP with a network does not run; one without needs none of it.
    systemctl --quiet enable monai-firewall.service
    systemctl restart monai-firewall.service || true
    systemctl --quiet enable monai-runner.service
    # A runner at work ends its job before it starts anew with the new settings.
    systemctl reload-or-restart monai-runner.service
else
    /usr/local/bin/monai-runner wake
fi
