"""Counts tests and checks: a line for each that failed or was skipped, then the sum.

usage: summary.py CHECKS.tsv FOLDER...

A check is a line "passed|failed|skipped<TAB>name<TAB>reason"; a folder holds JUnit reports, TEST-*.xml.
A test that passed on its second run only is named too: a race, to be mended.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree


class Outcome(NamedTuple):
    status: str
    name: str
    reason: str
    raced: str = ""


def checks(file: Path) -> Iterator[Outcome]:
    for line in file.read_text(encoding="utf-8").splitlines():
        status, name, reason = line.split("\t", 2)
        yield Outcome(status, name, reason)


def tests(report: Path) -> Iterator[Outcome]:
    for case in ElementTree.parse(report).getroot().iter("testcase"):  # noqa: S314 our own report
        class_name = case.get("classname", "").rpartition(".")[2]
        name = f"{class_name}.{case.get('name')}" if class_name else str(case.get("name"))
        yield next(
            (Outcome(status, name, first_line(element)) for status, element in endings(case)),
            Outcome("passed", name, "", raced(case)),
        )


def raced(case: ElementTree.Element) -> str:
    """Why a test failed that passed when it was run once more, as Surefire reports it; empty when it did not."""
    flaky = case.findall("flakyFailure") + case.findall("flakyError")
    return first_line(flaky[0]) if flaky else ""


def endings(case: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    for tag, status in (("failure", "failed"), ("error", "failed"), ("skipped", "skipped")):
        for element in case.findall(tag):
            yield status, element


def first_line(element: ElementTree.Element) -> str:
    text = (element.get("message") or element.text or "no reason given").strip()
    return text.splitlines()[0] if text else "no reason given"


def main(checks_file: str, *folders: str) -> int:
    outcomes = list(checks(Path(checks_file)))
    for folder in folders:
        for report in sorted(Path(folder).glob("TEST-*.xml")):
            outcomes += tests(report)
    for outcome in outcomes:
        if outcome.raced:
            print(f"RACE, passed on its second run only: {outcome.name}: {outcome.raced}")
    for status in ("skipped", "failed"):
        for outcome in outcomes:
            if outcome.status == status:
                print(f"{status}: {outcome.name}: {outcome.reason}")
    count = {status: sum(o.status == status for o in outcomes) for status in ("passed", "failed", "skipped")}
    print(", ".join(f"{count[status]} {status}" for status in ("passed", "failed", "skipped")))
    return 1 if count["failed"] or not count["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
