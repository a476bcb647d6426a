#!/usr/bin/env bash
# standard-build.sh [--resolve]: the build with the plugin parent POM and the Jenkins test harness, with Maven 3.9.6 or
# newer. Exit code 77 where the Jenkins artifacts are out of reach. --resolve builds nothing and prints that Maven.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

MAVEN_VERSION=3.9.11
JENKINS=repo.jenkins-ci.org::::https://repo.jenkins-ci.org/public/

parent=$(sed -n '/<parent>/,/<\/parent>/s:.*<version>\(.*\)</version>.*:\1:p' pom.xml)
if ! central -q -N dependency:get "-Dartifact=org.jenkins-ci.plugins:plugin:$parent:pom" \
    "-DremoteRepositories=$JENKINS" -Dtransitive=false >/dev/null 2>&1; then
    echo "the parent POM org.jenkins-ci.plugins:plugin:$parent cannot be resolved from here"
    exit 77
fi

maven=mvn
if ! at_least 3.9.6 "$(mvn --version </dev/null | sed 's/\x1b\[[0-9;]*m//g' | first_version)"; then
    maven="$REPOSITORY/.lab/apache-maven-$MAVEN_VERSION/bin/mvn"
    [ -x "$maven" ] || central -q -N dependency:unpack \
        "-Dartifact=org.apache.maven:apache-maven:$MAVEN_VERSION:zip:bin" "-DoutputDirectory=$REPOSITORY/.lab"
fi
if [ "${1:-}" = --resolve ]; then
    echo "$maven"
    exit
fi
mapfile -t options < <(maven_options)
# The other tests ran in the central build.
exec "$maven" "${options[@]}" -Dtest='*JenkinsTest' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dmaven.test.failure.ignore=true verify </dev/null
