#!/usr/bin/env bash
# standard-build.sh [--resolve]: the build with the plugin parent POM and the Jenkins test harness, with Maven 3.9.6 or
# newer. Exit code 77 where the Jenkins artifacts are out of reach. --resolve builds nothing and prints that Maven.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

MAVEN_VERSION=3.9.11

maven=mvn
if ! at_least 3.9.6 "$(mvn --version </dev/null | sed 's/\x1b\[[0-9;]*m//g' | first_version)"; then
    maven="$REPOSITORY/.lab/apache-maven-$MAVEN_VERSION/bin/mvn"
    [ -x "$maven" ] || central -q -N dependency:unpack \
        "-Dartifact=org.apache.maven:apache-maven:$MAVEN_VERSION:zip:bin" "-DoutputDirectory=$REPOSITORY/.lab"
fi

mapfile -t options < <(maven_options)
if ! said=$("$maven" "${options[@]}" -q validate 2>&1 </dev/null); then
    if grep -Eq 'Non-resolvable|Unresolvable|[Cc]ould not (be resolved|find|resolve|transfer)|was not found' <<<"$said"; then
        echo "the Jenkins artifacts of pom.xml, first of all its parent POM, cannot be resolved from here"
        exit 77
    fi
    die "$said"
fi

if [ "${1:-}" = --resolve ]; then
    echo "$maven"
    exit
fi
# The other tests ran in the central build.
exec "$maven" "${options[@]}" -Dtest='*JenkinsTest' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dmaven.test.failure.ignore=true verify </dev/null
