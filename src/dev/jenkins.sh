#!/usr/bin/env bash
# jenkins.sh [PORT]: a controller on loopback with the plugin, configured as code against the laboratory, with the
# example pipelines as jobs. Ends with Ctrl-C. Needs the Jenkins artifacts, as the standard build does.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PORT=${1:-8080}
WORK="$REPOSITORY/target/jenkins"
MAIN=io.jenkins.plugins.monai.lab.LabServer

status=0
reason=$("$DEV/standard-build.sh" --resolve 2>&1) || status=$?
[ "$status" = 0 ] || die "No Jenkins from here: $(tail -n 1 <<<"$reason")"
# Maven ends its output with a code for colours.
maven=$(tail -n 1 <<<"$reason" | sed 's/\x1b\[[0-9;]*m//g')

"$DEV/setup.sh" aws
need_python
mkdir -p "$WORK"
classpath=$("$DEV/test_classes.sh")

say "Starting the laboratory"
coproc LABORATORY { exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$classpath" "$MAIN"; }
questions=${LABORATORY[1]}
laboratory=$LABORATORY_PID

# It closes at the end of its input, and is waited for, as it stops containers.
close_laboratory() {
    exec {questions}>&-
    wait "$laboratory" 2>/dev/null || true
}

trap close_laboratory EXIT
trap 'exit 130' INT TERM HUP
read -r description <&"${LABORATORY[0]}" || die "The laboratory did not start"
"$PYTHON" "$DEV/jenkins_home.py" "$WORK/home" <<<"$description"

say "Jenkins will be at http://127.0.0.1:$PORT/jenkins/ when it says that it is fully up and running"
mapfile -t options < <(maven_options)
LABORATORY_SECRET_ACCESS_KEY=$("$PYTHON" -c 'import json, sys; print(json.load(sys.stdin)["secretAccessKey"])' \
    <<<"$description")
export LABORATORY_SECRET_ACCESS_KEY
foreground "$maven" "${options[@]}" -Dhost=127.0.0.1 "-Dport=$PORT" "-DjenkinsHome=$WORK/home" \
    "-Dcasc.jenkins.config=$WORK/home/jenkins.yaml" -Djenkins.model.Jenkins.slaveAgentPort=-1 \
    -Dhudson.plugins.git.GitSCM.ALLOW_LOCAL_CHECKOUT=true hpi:run
