#!/usr/bin/env bash
# Compiles the demo when its sources changed, and runs it.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

MAIN=io.jenkins.plugins.monai.demo.Demo

"$DEV/setup.sh" aws
classpath=$("$DEV/test_classes.sh")
mkdir -p target/demo

# exec: a signal to this script is one to the demo, which ends all it started.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$classpath" "$MAIN" "$@" </dev/null
