"""hosting_check.py [--hpi FILE]: whether the plugin keeps the rules of the Jenkins project for what it hosts.

The rules are those of the hosting checker as of August 2026, and what its reviewers ask for beside them; the newest
release of parent and bom, which changes each week, is left to dependabot.
https://github.com/jenkins-infra/repository-permissions-updater
https://www.jenkins.io/doc/developer/publishing/requesting-hosting/

A line for each rule that is broken; the exit code is 1 where there is one.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import hosting_files
import hosting_hpi
import hosting_pom


def check(root: Path, hpi: Path | None = None) -> list[str]:
    """What is wrong, without the archive or with it."""
    pom = hosting_pom.Pom(root / "pom.xml")
    found = [f"pom.xml: {problem}" for problem in hosting_pom.problems(pom)]
    found += hosting_files.problems(root, pom.text("artifactId"))
    if hpi and not hpi.is_file():
        found.append(f"{hpi} is missing: make hpi writes it")
    elif hpi:
        found += hosting_hpi.problems(hpi, pom)
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--hpi", type=Path)
    arguments = parser.parse_args()
    found = check(Path(__file__).resolve().parents[2], arguments.hpi)
    for problem in found:
        print(problem)
    print(f"{len(found)} rules broken" if found else "the hosting rules are kept")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
