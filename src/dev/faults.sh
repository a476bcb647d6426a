#!/usr/bin/env bash
# The whole of the matrices of which "make test" runs a part: every point where a runner is killed, every way in which
# a container ends or an input stays.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_python
"$DEV/packages.sh"
"$DEV/venv.sh" tools tests
"$DEV/venv.sh" aws
export MONAI_FAULTS=1
foreground .venv/tools/bin/pytest -q -ra -n 2 --dist worksteal -p no:cacheprovider --rootdir=lambda lambda
