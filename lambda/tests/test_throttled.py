"""Issue 12: while the function is throttled, or its reserved concurrency is 0, events are late,
come twice or never. Each upload is done once all the same."""

from __future__ import annotations

from typing import Any

import pytest

import lambda_function
from harness import Bench, Context
from studies import study_zip

#: What comes of the uploads: "e" their events, "s" a sweep, "d" the machine works.
ORDERS = {
    "dropped, as the concurrency is 0": "sd",
    "delivered late, before the sweep": "esd",
    "delivered late, while its job waits": "sed",
    "delivered late, after its job is done": "sde d",
    "delivered twice, hours apart": "ed e sd",
    "delivered twice after the sweep": "sdee sd",
    "swept twice before the machine works": "ssd ed",
}


@pytest.mark.faults(operation="trigger", phase="event", fault="order")
@pytest.mark.parametrize("order", ORDERS)
def test_12_each_upload_is_done_once(bench: Bench, order: str) -> None:
    records: list[dict[str, Any]] = []
    for number in range(2):
        records.append(bench.upload(f"input/{number}.zip", study_zip(f"P{number}")))
    for step in ORDERS[order].replace(" ", ""):
        if step == "e":
            bench.tell(*records)
        elif step == "s":
            lambda_function.lambda_handler({"action": "sweep"}, Context())
        else:
            bench.drain()
    jobs = bench.jobs()
    assert {job.state for job in jobs} == {"DONE"} and len(bench.calls("run")) == 2
    assert len([job for job in jobs if job.duplicate_of is None]) == 2
    assert bench.keys("input/") == [] and len(bench.keys("inferred/")) == 2
    measured = bench.measure()
    assert (measured.left, measured.lost, measured.duplicated) == (0, 0, 0)


def test_12_the_sweep_says_when_it_was(bench: Bench) -> None:
    lambda_function.lambda_handler({"action": "sweep"}, Context())
    assert bench.json(".monai/machine/swept.json")["at"].startswith("20")
