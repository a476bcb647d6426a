#!/usr/bin/env bash
# Writes target/monai-deploy.hpi.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_jdk
need_maven
foreground central -q -Dmaven.test.skip=true package
say "target/monai-deploy.hpi"
