#!/usr/bin/env bash
# The fault matrix, of which "make test" runs what stands for each kind: each call of AWS in each phase of the steps,
# every point where a runner is killed, every way in which a container ends or an input stays. Rows in
# target/faults/results.json; fails where a row has something left, lost or done twice.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need_maven
need_python
"$DEV/packages.sh"
"$DEV/venv.sh" tools tests
"$DEV/venv.sh" aws
rows="$REPOSITORY/target/faults"
rm -rf "$rows"
mkdir -p "$rows"
export MONAI_FAULTS=1
status=0
MONAI_FAULTS_RESULTS="$rows/java.jsonl" foreground central -q -pl plugin -am test '-Dtest=*FaultMatrixTest' \
    -Dsurefire.failIfNoSpecifiedTests=false || status=$?
MONAI_FAULTS_RESULTS="$rows/python.jsonl" foreground .venv/tools/bin/pytest -q -ra -n 2 --dist worksteal \
    -p no:cacheprovider --rootdir=lambda lambda || status=$?
"$PYTHON" "$DEV/fault_results.py" merge "$rows/java.jsonl" "$rows/python.jsonl" || status=$?
exit "$status"
