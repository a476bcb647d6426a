#!/bin/sh
# Stands in for iptables and ip6tables: keeps the rules of PREROUTING in a file beside it, the first one first, and fails
# where a file "broken" is there. `forgetful` takes rules and does not hold them.
rules="$0.rules"
[ ! -e "$(dirname "$0")/broken" ] || exit 4
shift 4 # --wait 30 --table raw
case $1 in
    -S)
        echo '-P PREROUTING ACCEPT'
        [ ! -e "$rules" ] || cat "$rules"
        ;;
    -I)
        shift 3
        [ ! -e "$(dirname "$0")/forgetful" ] || exit 0
        { echo "-A PREROUTING $*"; cat "$rules" 2>/dev/null; } >"$rules.new"
        mv "$rules.new" "$rules"
        ;;
    *) exit 2 ;;
esac
