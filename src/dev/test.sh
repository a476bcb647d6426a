#!/usr/bin/env bash
# test.sh [lint]: every check and every test, or the checks of style alone. All of them run, even when one fails; the
# last line counts them.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

RESULTS="$REPOSITORY/target/test-results"
TOOLS="$REPOSITORY/.venv/tools/bin"
REPORTS=(central/plugin/target/{surefire,laboratory}-reports target/surefire-reports)

# lane NAME FUNCTION: runs a row of checks while other lanes run theirs. The checks of a lane follow each other, and
# each shows what it printed when it is over, in one piece.
lane() {
    set -m
    { set +m && "$2"; } </dev/null &
    LANES["$1"]=$!
    set +m
    # shellcheck disable=SC2064 # the lanes of now
    trap "end_group ${LANES[*]}" INT TERM HUP
}

# joined NAME: waits until a lane is over.
joined() {
    local status=0
    wait "${LANES[$1]}" || status=$?
    unset "LANES[$1]"
    [ "$status" = 0 ] || record failed "$1" "the checks of this lane ended early, with exit code $status"
}

# check NAME COMMAND...: runs a check of a lane, and keeps how it ended for the summary. Exit code 77 is a skip, whose
# reason is the last line.
check() {
    local name=$1 status=0 log
    shift
    log="$RESULTS/${name//[ \/]/-}.log"
    say "... $name"
    SECONDS=0
    ("$@") >"$log" 2>&1 || status=$?
    {
        flock 9
        say "--- $name, $SECONDS s"
        cat "$log"
    } 9>"$RESULTS/.shown"
    case $status in
        0) record passed "$name" '' ;;
        77) record skipped "$name" "$(tail -n 1 "$log" | sed 's/\x1b\[[0-9;]*m//g')" ;;
        *) record failed "$name" "exit code $status, see ${log#"$REPOSITORY"/}" ;;
    esac
}

record() {
    printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$RESULTS/checks.tsv"
}

java_build() {
    central -DskipTests verify
}

# What needs no laboratory has a JVM of its own, and so has the laboratory's row of tests: each is one after the other,
# as before, and what the laboratory waits for costs the others nothing.
# A failed test is counted from its report: here only what kept tests from running fails. Once more for a test of real
# processes that a busy machine made too slow; one that fails twice has failed, and one that fails once is named by
# the summary: it may be a race.
java_tests() {
    central -Dmaven.test.failure.ignore=true -Dsurefire.rerunFailingTestsCount=1 test "$@"
}

spotbugs() {
    central -q -DskipTests compile spotbugs:check
}

python_tests() {
    local status=0
    "$TOOLS/pytest" -q -ra -n 2 --dist worksteal -p no:cacheprovider --rootdir="$1" --junitxml="$RESULTS/TEST-${1//\//-}.xml" "$1" || status=$?
    # A test that failed is in the report.
    [ "$status" = 1 ] || return "$status"
}

ruff() {
    "$TOOLS/ruff" check --no-cache "$@" && "$TOOLS/ruff" format --no-cache --check "$@"
}

with_folders() {
    local folders=() folder command=$1
    shift
    for folder in "$@"; do
        [ -z "$(find "$folder" -name '*.py' -print -quit 2>/dev/null)" ] || folders+=("$folder")
    done
    if [ ${#folders[@]} = 0 ]; then
        echo "no Python in $*"
        return 77
    fi
    "$command" "${folders[@]}"
}

mypy() {
    "$TOOLS/mypy" --strict --config-file=lambda/pyproject.toml --cache-dir=target/mypy "$@"
}

# The modules of an application import each other as they do in the MAP: from its own folder.
mypy_application() {
    MYPYPATH=$1 mypy --explicit-package-bases "$1"
}

shell_scripts() {
    local scripts posix bash
    mapfile -t scripts < <(find .ci ami examples lambda src/dev src/test -type f \
        \( -name '*.sh' -o -path .ci/run -o -path '*/hooks/*' -o -path '*/lab/instance/bin/*' \))
    mapfile -t posix < <(find src/main/resources -type f \( -path '*/engine/ssh/*.sh' -o -path '*/machine/lease/*.sh' \))
    mapfile -t bash < <(find src/main/resources -type f -name '*.sh' -not -path '*/engine/ssh/*' -not -path '*/machine/lease/*')
    # What the engine sends to a machine comes after a part that sets variables; lists of processes are to be split.
    "$TOOLS/shellcheck" --external-sources "${scripts[@]}" &&
        "$TOOLS/shellcheck" --shell=sh --severity=warning --exclude=SC2046,SC2154 "${posix[@]}" &&
        "$TOOLS/shellcheck" --shell=bash --severity=warning --exclude=SC2154 "${bash[@]}"
}

checks_of_java() {
    check 'format' central -q -N spotless:check
    check 'spotbugs' spotbugs
}

checks_of_the_rest() {
    check 'ruff' with_folders ruff ami lambda examples src/dev src/main/resources
    check 'mypy' with_folders mypy lambda
    check 'mypy ct-threshold' mypy_application examples/ct-threshold/app
    check 'shellcheck' shell_scripts
    check 'links' "$PYTHON" "$DEV/check_links.py"
    check 'messages' "$PYTHON" "$DEV/check_messages.py"
    check 'hosting rules' "$TOOLS/python" "$DEV/hosting_check.py"
    check 'stack' "$PYTHON" "$DEV/stack.py" --check
    check 'cfn-lint' "$TOOLS/cfn-lint" ami/image-builder.yaml docs/iam/stack.yaml
}

lint() {
    lane 'checks of Java' checks_of_java
    lane 'other checks' checks_of_the_rest
    joined 'checks of Java'
    joined 'other checks'
}

lane_build() {
    check 'java build' java_build
    check 'hosting rules of the .hpi' "$TOOLS/python" "$DEV/hosting_check.py" --hpi target/monai-deploy.hpi
}

lane_laboratory() {
    check 'java tests on the laboratory' java_tests -Dgroups=laboratory -Dsurefire.reports=laboratory-reports
}

lane_java() {
    check 'java tests' java_tests -DexcludedGroups=laboratory
    checks_of_java
    check 'standard build' "$DEV/standard-build.sh"
}

lane_python() {
    local folder
    renice -n 5 "$BASHPID" >/dev/null
    check 'pytest lambda' python_tests lambda
    for folder in ami examples/* src/dev; do
        [ -z "$(find "$folder" -name 'test_*.py' -print -quit 2>/dev/null)" ] ||
            check "pytest $folder" python_tests "$folder"
    done
    checks_of_the_rest
}

tests() {
    lane 'Python' lane_python
    lane 'build' lane_build
    joined 'build'
    if grep -q $'^passed\tjava build\t' "$RESULTS/checks.tsv"; then
        lane 'laboratory' lane_laboratory
        lane 'Java' lane_java
        joined 'laboratory'
    else
        record failed 'java tests' 'not run: the build failed'
        lane 'Java' checks_of_java
    fi
    joined 'Java'
    joined 'Python'
}

declare -A LANES
rm -rf "$RESULTS"
mkdir -p "$RESULTS"
need_jdk
need_maven
need_python
if [ "${1:-}" = lint ]; then
    "$DEV/venv.sh" tools tests
    "$DEV/venv.sh" moto
    lint
    exec "$PYTHON" "$DEV/summary.py" "$RESULTS/checks.tsv"
fi

foreground "$DEV/setup.sh" tools:tests aws moto upstream
rm -rf target/lab "${REPORTS[@]}"
tests
say "container path: $(cat target/lab/container-path.txt 2>/dev/null || echo 'not taken, no test started an instance')"
"$PYTHON" "$DEV/summary.py" "$RESULTS/checks.tsv" "$RESULTS" "${REPORTS[@]}"
