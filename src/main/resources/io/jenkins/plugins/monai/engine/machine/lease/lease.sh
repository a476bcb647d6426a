#!/bin/sh
# Ends this machine in time, whatever became of who launched it. All times are seconds of the machine's own monotonic
# clock: a clock that is set prolongs nothing.
#   lease.sh begin                    notes when this boot began, which is when the lease begins
#   lease.sh check LEASE LIMIT        ends the machine if its lease was not renewed for LEASE, or if it is older than LIMIT
#   lease.sh watch LEASE LIMIT EVERY  checks each EVERY seconds, where there is no systemd to do so
#   lease.sh limit LIMIT              waits until the machine is as old as LIMIT, and ends it unless it is settled by then
# Whoever holds the lease renews it by adding a line with the uptime in whole seconds to /run/monai-deploy/renewed.
set -u
root=${MONAI_DEPLOY_ROOT:-} # for tests alone: where the machine's files are
home=$root/var/lib/monai-deploy
run=$root/run/monai-deploy

# A whole number of at most nine digits, or nothing.
number() {
    case $1 in
        '' | *[!0-9]* | 0?* | ??????????*) ;;
        *) echo "$1" ;;
    esac
}

uptime() {
    read -r since _ <"$root/proc/uptime" && echo "${since%%.*}"
}

# The number in a file, or 0.
read_number() {
    found=$(number "$(cat "$1" 2>/dev/null)")
    echo "${found:-0}"
}

# Notes, once in a boot, when it began and how old the machine was then. A boot counts as a minute at least, so that one
# that boots again and again comes to its end, too.
begin() {
    [ ! -e "$run/began" ] || return 0
    before=$(read_number "$home/age")
    keep "$home/age" "$((before + 60))"
    keep "$run/earlier" "$before"
    keep "$run/began" "$(uptime)"
}

# A disk that is full leaves the former value.
keep() {
    mkdir -p "${1%/*}"
    if echo "$2" >"$1.$$" && [ -s "$1.$$" ]; then mv -f "$1.$$" "$1"; fi
    rm -f "$1.$$"
} 2>/dev/null

age() {
    echo "$(($(read_number "$run/earlier") + $(uptime) - $(read_number "$run/began")))"
}

# When the lease was last renewed in this boot, the first time being the boot. What lies ahead of now is no time.
renewed() {
    last=$(read_number "$run/began")
    for line in $(tail -n 20 "$run/renewed" 2>/dev/null); do
        time=$(number "$line")
        if [ -n "$time" ] && [ "$time" -le "$1" ] && [ "$time" -gt "$last" ]; then last=$time; fi
    done
    echo "$last"
}

end() {
    { echo "monai-deploy: $1; the machine ends itself" >"$root/dev/console"; } 2>/dev/null || true
    if [ -d "$root/run/systemd/system" ]; then
        timeout 30 systemctl --no-block poweroff || timeout 30 shutdown -P now
        # Something may keep the system from going down in good order.
        sleep 90
        systemctl --force --force poweroff
        echo o >"$root/proc/sysrq-trigger"
    else
        shutdown -P now || poweroff
    fi
}

check() {
    begin
    now=$(uptime)
    old=$(age)
    if [ "$old" -gt "$(read_number "$home/age")" ]; then keep "$home/age" "$old"; fi
    if [ "$old" -ge "$2" ]; then
        end 'its longest time is over'
    elif [ "$((now - $(renewed "$now")))" -ge "$1" ]; then
        end 'its lease was not renewed'
    fi
}

watch() {
    while :; do
        check "$1" "$2"
        sleep "$3"
    done
}

limit() {
    begin
    left=$(($1 - $(age)))
    while [ "$left" -gt 0 ]; do
        # In pieces, since a sleep does not count the time for which the system is suspended, and the age does.
        sleep "$((left < 60 ? left : 60))"
        left=$(($1 - $(age)))
    done
    [ -e "$home/settled" ] || end 'its longest time is over'
}

"$@"
