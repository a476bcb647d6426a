#!/usr/bin/env bash
# Compiles the demo when its sources changed, and runs it.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

MAIN=io.jenkins.plugins.monai.demo.Demo
CLASSES=(central/plugin/target/test-classes central/plugin/target/classes)
STAMP=target/demo/compiled-from
CLASSPATH=target/demo/classpath

"$DEV/setup.sh" aws
need_python
mkdir -p target/demo

mapfile -d '' -t sources < <(find central/pom.xml central/*/pom.xml central/signatures/src src/main src/test -type f -print0 | sort -z)
compiled_from="$(sha256 "${sources[@]}") $REPOSITORY"
if [ "$(cat "$STAMP" 2>/dev/null)" != "$compiled_from" ] || [ ! -d "${CLASSES[0]}" ]; then
    say "Compiling"
    rm -f "$STAMP"
    foreground central -q -DskipTests test-compile dependency:build-classpath -pl plugin -am \
        -Dmdep.includeScope=test "-Dmdep.outputFile=$REPOSITORY/$CLASSPATH"
    printf '%s\n' "$compiled_from" >"$STAMP"
fi

# exec: a signal to this script is one to the demo, which ends all it started.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "${CLASSES[0]}:${CLASSES[1]}:$(cat "$CLASSPATH")" "$MAIN" "$@" </dev/null
