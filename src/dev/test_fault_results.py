"""What rows of the fault matrix are refused, and how they are shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fault_results
import pytest


def row(number: int, **other: Any) -> dict[str, Any]:
    return {
        "operation": "build",
        "phase": "LAUNCH",
        "fault": f"fault {number}",
        "outcome": "as without it",
        "left": 0,
        "lost": 0,
        "duplicated": 0,
        "seconds": 0.5,
        **other,
    }


def enough() -> list[dict[str, Any]]:
    return [row(number) for number in range(fault_results.LEAST)]


def test_rows_that_may_be() -> None:
    assert fault_results.faults(enough()) == []


@pytest.mark.parametrize("name", ["left", "lost", "duplicated"])
def test_a_count_that_is_not_nothing(name: str) -> None:
    assert fault_results.faults([*enough(), row(999, **{name: 1})]) == [f"build LAUNCH fault 999: 1 {name}"]


def test_a_row_that_is_there_twice() -> None:
    assert fault_results.faults([*enough(), row(1)]) == ["build LAUNCH fault 1: 2 times"]


def test_too_few() -> None:
    assert len(fault_results.faults([row(1)])) == 1


def test_a_test_that_failed() -> None:
    assert len(fault_results.faults([*enough(), row(999, outcome="TEST FAILED: it")])) == 1


def test_the_last_of_a_case_that_ran_twice_counts(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row(1, left=left)) + "\n" for left in (1, 0)))
    assert [found["left"] for found in fault_results.read([file])] == [0]


def test_what_would_end_a_cell_is_escaped() -> None:
    assert "a \\| b" in fault_results.tables([row(1, outcome="a | b")])
