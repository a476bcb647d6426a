#!/usr/bin/env bash
# venv.sh NAME [LIST]: makes .venv/NAME from requirements/LIST.txt (by default NAME.txt), unless it is there already.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

name=$1
requirements="$DEV/requirements/${2:-$name}.txt"
folder="$REPOSITORY/.venv/$name"
need_python

# What the environment was made of: another list, Python or place makes it anew.
made_of="$(sha256 "$requirements") $("$PYTHON" -VV | tr '\n' ' ') $REPOSITORY"
if [ "$(cat "$folder/made-of" 2>/dev/null)" = "$made_of" ]; then
    exit 0
fi

say "Fetching the Python packages of .venv/$name"
rm -rf "$folder"
"$PYTHON" -m venv "$folder"
options=(--quiet --disable-pip-version-check)
# A list that says so in its first line is complete: nothing is added to it.
if [ "$(head -n 1 "$requirements")" = '# no-deps' ]; then
    options+=(--no-deps)
fi
"$folder/bin/python" -m pip install "${options[@]}" --requirement "$requirements" </dev/null
printf '%s\n' "$made_of" >"$folder/made-of"
