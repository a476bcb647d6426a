# The process that runs a detached script, leader of a session of its own: see detached-start.sh.
# $1 control folder, $2 working folder, $3 interpreter, $4 name of the script in the control folder
#
# It outlives the signals of a stop, to write down how the script ended.
trap '' HUP
trap : TERM INT
cd -- "$1" || exit 1

# Who runs, so that the pid cannot be mistaken for a later process of the same number: pid, start time, boot.
read -r stat < "/proc/$$/stat" && read -r boot < /proc/sys/kernel/random/boot_id || exit 1
start=$(set -- ${stat##*) } && echo "${20}")
: > "result.$$" && echo "$$ $start $boot" > "pid.$$" && [ -s "pid.$$" ] || exit 1

# A hard link is made once only, and its content is there from the start.
if ! ln "pid.$$" pid; then
    rm -f "pid.$$" "result.$$" "$4"
    exit 0
fi
rm -f "pid.$$"
mv -f "$4" script
mv -f "result.$$" result

(cd -- "$2" && exec "$3" "$1/script") > log 2>&1 < /dev/null
code=$?
# The exit code is a name and not a content, since a rename also works on a full disk.
mv -f result "exit.$code"
