# Starts a script so that it outlives this connection, at most once for a control folder.
# $1 control folder, $2 working folder, $3 interpreter, $4 the script's size in bytes, $5 the text of detached-run.sh
# Standard input: the script.
mkdir -p -- "$1" && cd -- "$1" && chmod 700 . || exit 1
control=$(pwd)
if [ ! -e pid ]; then
    cat > "script.$$" || exit 1
    if [ "$(wc -c < "script.$$")" -ne "$4" ]; then
        rm -f "script.$$"
        echo 'the script arrived cut off' >&2
        exit 75
    fi
    setsid sh -c "$5" detached-run "$control" "$2" "$3" "script.$$" < /dev/null > /dev/null 2> "start.$$" &
fi
tries=0
while [ ! -e pid ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 150 ]; then
        cat "start.$$" >&2
        echo 'the script did not start' >&2
        exit 70
    fi
    sleep 0.1
done
rm -f "start.$$"
