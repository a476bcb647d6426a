#!/usr/bin/env bash
# test-one.sh TEST: one test. TEST is a Java class, Class#method, or a path of pytest (file.py, file.py::name, a folder).
# Where the class wants a Jenkins, the standard build runs it.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

test=${1:-}
[ -n "$test" ] || die "Which test? make test-one TEST=RegistryClientTest, or TEST=lambda/tests/test_ledger.py"
file=${test%%::*}
if [ -e "$file" ]; then
    need_python
    "$DEV/venv.sh" tools tests
    foreground .venv/tools/bin/pytest -p no:cacheprovider "$test"
    exit
fi

class=${test%%#*}
[ -n "$(find src/test/java -name "${class##*.}.java" -print -quit)" ] ||
    die "There is no test class ${class##*.} below src/test/java, and no file $file"
need_jdk
need_maven
if [[ $class == *JenkinsTest ]]; then
    maven=$("$DEV/standard-build.sh" --resolve) || die "$class needs a Jenkins: $maven"
    mapfile -t options < <(maven_options)
    foreground "$maven" "${options[@]}" test "-Dtest=$test" -Dsurefire.failIfNoSpecifiedTests=false
    exit
fi
foreground central -q -pl plugin -am test "-Dtest=$test" -Dsurefire.failIfNoSpecifiedTests=false
