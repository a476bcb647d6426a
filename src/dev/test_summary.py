from __future__ import annotations

from pathlib import Path

import pytest
import summary

REPORT = """<testsuite>
  <testcase classname="a.b.PlainTest" name="works"/>
  <testcase classname="a.b.PlainTest" name="breaks"><failure message="expected 1&#10;but was 2"/></testcase>
  <testcase classname="a.b.PlainTest" name="throws"><error>java.io.IOException: gone
    at somewhere</error></testcase>
  <testcase classname="a.b.PlainTest" name="waits"><skipped message="no containers: not root"/></testcase>
</testsuite>"""


def run(folder: Path, checks: str, report: str | None) -> int:
    (folder / "checks.tsv").write_text(checks)
    if report:
        (folder / "TEST-a.xml").write_text(report)
    return summary.main(str(folder / "checks.tsv"), str(folder), str(folder / "missing"))


def test_counts_and_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(tmp_path, "passed\tformat\t\nskipped\tstandard build\tno parent\n", REPORT)

    assert status == 1
    assert capsys.readouterr().out.splitlines() == [
        "skipped: standard build: no parent",
        "skipped: PlainTest.waits: no containers: not root",
        "failed: PlainTest.breaks: expected 1",
        "failed: PlainTest.throws: java.io.IOException: gone",
        "2 passed, 2 failed, 2 skipped",
    ]


def test_all_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "passed\tformat\t\n", None) == 0
    assert capsys.readouterr().out.splitlines() == ["1 passed, 0 failed, 0 skipped"]


def test_a_failed_check_fails(tmp_path: Path) -> None:
    assert run(tmp_path, "failed\tjava build\texit code 1\n", None) == 1


def test_nothing_passed_is_a_failure(tmp_path: Path) -> None:
    assert run(tmp_path, "", None) == 1


def test_a_test_that_passed_on_its_second_run_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = """<testsuite><testcase classname="a.b.BusyTest" name="waits">
      <flakyFailure message="expected PACKAGE&#10;but was PUSH"/></testcase></testsuite>"""

    assert run(tmp_path, "", report) == 0
    assert capsys.readouterr().out.splitlines() == [
        "RACE, passed on its second run only: BusyTest.waits: expected PACKAGE",
        "1 passed, 0 failed, 0 skipped",
    ]
