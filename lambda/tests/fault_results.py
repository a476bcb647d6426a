"""Rows of the fault matrix: with ``MONAI_FAULTS_RESULTS=FILE`` each case appends a line of JSON
``{operation, phase, fault, outcome, left, lost, duplicated, seconds}``, measured in the bucket and
on the stand-ins when the case is over.

A case is a test with the mark ``faults(operation, phase, fault)``, of which ``phase`` and ``fault``
may name parameters, and a fixture that can be measured. ``lost`` are uploads without a result, a
failure or an open job; ``duplicated`` are results, imports and runs of the MAP beyond what one
upload needs; ``left`` are containers, folders, staged files and entries that nobody takes away.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pytest

from monai_ledger.job import DONE, Job, from_json

_STARTED = pytest.StashKey[float]()


@dataclass(frozen=True)
class Measured:
    """What became of a case."""

    outcome: str
    left: int
    lost: int
    duplicated: int


@runtime_checkable
class Measurable(Protocol):
    """A fixture whose world can be counted."""

    def measure(self) -> Measured:
        """Counts it, when the case is over."""
        ...


def in_bucket(s3: Any, bucket: str, uploads: set[tuple[str, str]]) -> tuple[Measured, list[Job]]:
    """What the bucket tells of the uploads (key and eTag of each), and its jobs."""
    from conftest import keys

    there = keys(s3, bucket)

    def read(key: str) -> bytes:
        body: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        return body

    jobs = [from_json(read(key)) for key in there if key.startswith(".monai/jobs/")]
    alive = {(job.key, job.e_tag) for job in jobs if _stands(job, set(there))}
    results = Counter(
        (made["input"]["key"], made["input"]["eTag"])
        for made in (json.loads(read(key)) for key in there if key.endswith("/result.json"))
    )
    final = {job.id for job in jobs if job.final}
    left = [
        key for key in there if key.startswith(".monai/staging/") and key.split("/")[2] in final
    ]
    left += [key for key in there if key.startswith(".monai/open/") and _job_of(key) in final]
    left += [key for key in there if "/.monai-" in key]
    states = Counter(job.state + (f" {job.reason.code}" if job.reason else "") for job in jobs)
    outcome = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    doubled = sum(count - 1 for count in results.values())
    lost = len(uploads - alive - set(results))
    return Measured(outcome or "no job", len(left), lost, doubled), jobs


def _job_of(marker: str) -> str:
    return marker.rpartition("/")[2].partition(".")[0]


def _stands(job: Job, there: set[str]) -> bool:
    if job.state == DONE:
        return f"{job.results_prefix}result.json" in there or job.duplicate_of is not None
    return True


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Takes the time and, after the test, the measure, while its fixtures still stand."""
    item.stash[_STARTED] = time.monotonic()
    outcome: Any = yield
    file, mark = os.environ.get("MONAI_FAULTS_RESULTS"), item.get_closest_marker("faults")
    if file and mark:
        _write(Path(file), item, mark.kwargs, outcome.excinfo is None)


def _write(file: Path, item: pytest.Item, mark: Mapping[str, Any], passed: bool) -> None:
    assert isinstance(item, pytest.Function)
    worlds = [value for value in item.funcargs.values() if isinstance(value, Measurable)]
    measured = worlds[0].measure()
    given = item.callspec.params if hasattr(item, "callspec") else {}
    row = {
        "operation": mark["operation"],
        **{name: str(given.get(mark[name], mark[name])) for name in ("phase", "fault")},
        **asdict(measured),
        "seconds": round(time.monotonic() - item.stash[_STARTED], 1),
    }
    if not passed:
        row["outcome"] = f"TEST FAILED: {row['outcome']}"
    line = (json.dumps(row) + "\n").encode()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)
