# Ends a detached script with all processes of its session, or keeps it from ever starting.
# $1 control folder, $2 seconds between TERM and KILL
mkdir -p -- "$1" && cd -- "$1" && chmod 700 . || exit 1
if [ ! -e pid ]; then
    echo '0 0 never' > "pid.$$" && : > "result.$$" || exit 1
    if ln "pid.$$" pid 2> /dev/null; then
        mv -f "result.$$" exit.143
    fi
    rm -f "pid.$$" "result.$$"
fi
read -r pid start boot < pid || exit 1

# Processes of its session that are not dead yet. A number that another process bears by now was free, so that none
# of the session was left.
members() {
    { read -r now < /proc/sys/kernel/random/boot_id; } 2> /dev/null
    if [ "$now" != "$boot" ]; then return; fi
    if { read -r stat < "/proc/$pid/stat"; } 2> /dev/null; then
        set -- ${stat##*) }
        if [ "${20}" != "$start" ]; then return; fi
    fi
    for file in /proc/[0-9]*/stat; do
        if { read -r stat < "$file"; } 2> /dev/null; then
            set -- ${stat##*) }
            if [ "$4" = "$pid" ] && [ "$1" != Z ]; then echo "${stat%% *}"; fi
        fi
    done
}

kill -TERM $(members) 2> /dev/null
tries=$(($2 * 10))
while [ "$tries" -gt 0 ] && [ -n "$(members)" ]; do
    tries=$((tries - 1))
    sleep 0.1
done
tries=100
while left=$(members) && [ -n "$left" ]; do
    tries=$((tries - 1))
    if [ "$tries" -eq 0 ]; then
        echo "could not end the processes" $left >&2
        exit 1
    fi
    kill -KILL $left 2> /dev/null
    sleep 0.1
done
if [ -e result ]; then mv -f result exit.137; fi
exit 0
