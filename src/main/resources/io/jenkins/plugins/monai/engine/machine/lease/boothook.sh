# At each boot, as root and before all else that cloud-init does. In front of this stand `lease` (0 for none), `limit` and
# `every`, in seconds, and the function `program`, which prints lease.sh. No step hangs on the one before it.
root=${MONAI_DEPLOY_ROOT:-} # for tests alone: where the machine's files are
home=$root/var/lib/monai-deploy
run=$root/run/monai-deploy
units=$root/etc/systemd/system

mkdir -p "$home" "$run"
if [ -e "$home/settled" ]; then exit 0; fi

script=$home/lease.sh
program >"$script" || {
    script=$run/lease.sh
    program >"$script"
}

# Who logs in by SSH renews, as whatever user; only root changes anything else here.
chmod 755 "$run"
: >>"$run/renewed"
chmod 666 "$run/renewed"

sh "$script" begin

# unit NAME: writes one that starts at once, and as early as can be at the next boot, should cloud-init not run then.
unit() {
    if ! mkdir -p "$units/sysinit.target.wants" || ! : >"$units/$1"; then
        units=$root/run/systemd/system
        mkdir -p "$units/sysinit.target.wants"
    fi
    cat >"$units/$1"
}

enabled() {
    ln -sf "../$1" "$units/sysinit.target.wants/$1"
    systemctl --no-block restart "$1"
}

# Without the default dependencies they neither wait for the rest of the boot nor end with the first act of a shutdown.
write_units() {
    unit monai-deploy-limit.service <<UNIT
[Unit]
Description=Ends this machine after its longest time
DefaultDependencies=no
IgnoreOnIsolate=yes
StartLimitIntervalSec=0

[Service]
ExecStart=/bin/sh $script limit $limit
Restart=on-failure
RestartSec=10
OOMScoreAdjust=-1000
UNIT
    [ "$lease" != 0 ] || return 0
    unit monai-deploy-lease.service <<UNIT
[Unit]
Description=Ends this machine when its lease was not renewed
DefaultDependencies=no
IgnoreOnIsolate=yes
StartLimitIntervalSec=0

[Service]
Type=oneshot
ExecStart=/bin/sh $script check $lease $limit
OOMScoreAdjust=-1000
UNIT
    unit monai-deploy-lease.timer <<UNIT
[Unit]
Description=Looks each $every seconds whether the lease of this machine was renewed
DefaultDependencies=no
IgnoreOnIsolate=yes

[Timer]
OnBootSec=$every
OnUnitInactiveSec=$every
AccuracySec=1
UNIT
}

start_units() {
    [ -d "$root/run/systemd/system" ] || return 1
    write_units
    timeout 60 systemctl daemon-reload
    enabled monai-deploy-limit.service || return 1
    [ "$lease" = 0 ] || enabled monai-deploy-lease.timer
}

if ! start_units; then
    setsid sh "$script" limit "$limit" </dev/null >/dev/null 2>&1 &
    if [ "$lease" != 0 ]; then setsid sh "$script" watch "$lease" "$limit" "$every" </dev/null >/dev/null 2>&1 & fi
fi
exit 0
