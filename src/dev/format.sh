#!/usr/bin/env bash
# Formats Java and Python.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need_maven
need_python
"$DEV/venv.sh" tools tests
foreground central -q -N spotless:apply
for folder in ami lambda examples src/dev src/main/resources; do
    [ ! -d "$folder" ] || .venv/tools/bin/ruff format -q --no-cache "$folder"
done
