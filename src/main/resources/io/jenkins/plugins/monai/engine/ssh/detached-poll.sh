# Tells how a detached script is doing: one line "STATE EXIT-CODE LOG-SIZE", then a piece of its log in Base64.
# $1 control folder, $2 byte of the log to begin with, from 1, $3 most bytes
cd -- "$1" 2> /dev/null && read -r pid start boot 2> /dev/null < pid || {
    echo 'lost 0 0'
    exit 0
}

alive() {
    { read -r now < /proc/sys/kernel/random/boot_id && read -r stat < "/proc/$pid/stat"; } 2> /dev/null || return 1
    set -- ${stat##*) }
    [ "$now" = "$boot" ] && [ "$1" != Z ] && [ "${20}" = "$start" ]
}

# The order matters: who is seen dead has written its exit code before, and who has written it has ended its log.
state='lost 0'
if alive; then state='running 0'; fi
for file in exit.*; do
    if [ -e "$file" ]; then state="ended ${file#exit.}"; fi
done
size=0
if [ -e log ]; then size=$(wc -c < log); fi
echo "$state" $size
if [ -e log ]; then tail -c "+$2" log | head -c "$3" | base64; fi
