#!/usr/bin/env bash
# setup.sh [NAME[:LIST]...]: checks the prerequisites, installs what containers need, fetches virtual environments.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need_maven
need_python
"$DEV/packages.sh"
for name in "${@:-aws}"; do
    list=${name##*:}
    if [ -e "$DEV/requirements/$list.txt" ]; then
        PYTHON=$PYTHON "$DEV/venv.sh" "${name%%:*}" "$list"
    fi
done
