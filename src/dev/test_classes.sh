#!/usr/bin/env bash
# Compiles the tests where their sources changed, and prints their class path.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

CLASSES=(central/plugin/target/test-classes central/plugin/target/classes)
STAMP=target/classes-of
CLASSPATH=target/classpath

need_python
mkdir -p target
mapfile -d '' -t sources < <(find central/pom.xml central/*/pom.xml central/signatures/src central/plugin/src src/main \
    src/test lambda -type f -not -path '*/__pycache__/*' -print0 | sort -z)
compiled_from="$(sha256 "${sources[@]}") $REPOSITORY"
if [ "$(cat "$STAMP" 2>/dev/null)" != "$compiled_from" ] || [ ! -d "${CLASSES[0]}" ]; then
    say "Compiling" >&2
    rm -f "$STAMP"
    foreground central -q -DskipTests test-compile dependency:build-classpath -pl plugin -am \
        -Dmdep.includeScope=test "-Dmdep.outputFile=$REPOSITORY/$CLASSPATH" >&2
    printf '%s\n' "$compiled_from" >"$STAMP"
fi
printf '%s\n' "$REPOSITORY/${CLASSES[0]}:$REPOSITORY/${CLASSES[1]}:$(cat "$CLASSPATH")"
