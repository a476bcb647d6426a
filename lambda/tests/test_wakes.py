"""Issue number 9: starts of the machine that lead nowhere are counted, spaced, ended and told."""

from __future__ import annotations

import itertools
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from conftest import keys
from fake_machine import FakeEc2, FakeSsm, machine
from harness import Bench
from monai_ledger.notes import WAKES, Notes
from monai_ledger.store import Store
from monai_trigger.trouble import MachineError
from monai_trigger.wakes import MOST_STARTS, Wakes


class World:
    """A machine that stops after each start without having done anything."""

    def __init__(self, s3: Any, bucket: str):
        self.s3, self.bucket = s3, bucket
        self.now = datetime(2026, 1, 1, tzinfo=timezone.utc)
        self.jobs = ["a" * 40]
        self.notes = Notes(Store(s3, bucket), ".monai/", lambda: self.now)
        self.ec2 = FakeEc2(["stopped"])

    def wake(self) -> str:
        return machine(self.ec2, FakeSsm(), notes=self.notes, open_jobs=lambda: self.jobs).wake()

    def sweep_for(self, hours: float) -> list[str]:
        """A sweep each five minutes. Returns what each did."""
        answers = []
        for _ in range(int(hours * 12)):
            try:
                answers.append(self.wake())
            except MachineError as error:
                answers.append(str(error))
            self.now += timedelta(minutes=5)
        return answers


@pytest.fixture
def world(s3: Any, bucket: str) -> World:
    return World(s3, bucket)


def test_9_a_machine_that_gets_nowhere_is_started_so_often_and_no_more(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = world.sweep_for(48)
    assert answers.count("started") == len(world.ec2.started) == MOST_STARTS
    assert answers[:4] == ["started", "started", "started", "backing-off"]
    assert answers[-1] == "capped" and "backing-off" in answers
    # The failure destination hears of it once: one invocation fails, with its retries.
    (told,) = [answer for answer in answers if "is not started again" in answer]
    assert "delete machine/wakes.json" in told
    note = world.notes.read(WAKES)
    assert note is not None and note["starts"] == MOST_STARTS and note["capped"]
    assert note["message"] and note["remedy"] and note["openJobs"] == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["level"] for line in lines if line["event"] == "machine-capped"} == {"ERROR"}


def test_9_the_pauses_grow(world: World) -> None:
    starts = [n for n, answer in enumerate(world.sweep_for(24)) if answer == "started"]
    pauses = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert pauses == [1, 1, 2, 4, 8, 16, 32], "in fives of minutes"


@pytest.mark.parametrize("jobs", [["a" * 40, "b" * 40], ["b" * 40]])
def test_9_an_upload_or_a_job_that_ends_begins_the_count_anew(
    world: World, jobs: list[str]
) -> None:
    world.sweep_for(24)
    world.jobs = jobs
    assert world.wake() == "started"
    note = world.notes.read(WAKES)
    assert note is not None and note["starts"] == 1 and "capped" not in note


def test_9_the_order_of_the_jobs_is_no_progress(world: World) -> None:
    world.jobs = ["a" * 40, "b" * 40]
    world.sweep_for(24)
    world.jobs.reverse()
    assert world.wake() == "capped"


def test_9_poking_a_running_machine_is_not_counted(world: World) -> None:
    world.ec2 = FakeEc2(["running"])
    assert set(world.sweep_for(4)) == {"woken"}
    assert world.notes.read(WAKES) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"schema": 2}',
        b'{"schema": 1}',
        b'{"schema": 1, "open": 5, "starts": "many", "last": {}}',
        b"[" * 100_000,
        b" " * 2_000_000,
    ],
)
def test_9_a_count_that_cannot_be_read_is_set_aside_and_begun_anew(
    world: World, body: bytes
) -> None:
    world.s3.put_object(Bucket=world.bucket, Key=".monai/machine/wakes.json", Body=body)
    assert world.wake() == "started"
    note = world.notes.read(WAKES)
    assert note is not None and note["starts"] == 1
    if not body.startswith(b'{"schema": 1'):
        assert keys(world.s3, world.bucket, ".monai/aside/machine/wakes.json.")


@pytest.mark.parametrize(
    "change", [{"starts": -5}, {"starts": True}, {"starts": 2.5}, {"last": "2999-01-01T00:00:00Z"}]
)
def test_9_a_count_that_makes_no_sense_is_begun_anew(world: World, change: dict[str, Any]) -> None:
    world.sweep_for(1)
    world.notes.change(WAKES, lambda fields: {**fields, **change})
    assert world.wake() == "started"


def test_9_two_functions_at_once_count_both(world: World) -> None:
    other = Wakes(world.notes, lambda: world.jobs)
    put = Store.put_new
    raced: list[str] = []

    def race(store: Store, key: str, *rest: Any) -> str:
        if not raced:
            raced.append(key)
            other.started()
        return put(store, key, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "put_new", race)
        Wakes(world.notes, lambda: world.jobs).started()
    note = world.notes.read(WAKES)
    assert note is not None and note["starts"] == 2


def test_9_what_is_newly_installed_begins_the_count_anew(bench: Bench) -> None:
    key = ".monai/machine/wakes.json"
    bench.s3.put_object(Bucket=bench.bucket, Key=key, Body=b'{"schema": 1, "starts": 8}')
    assert bench.run("prepare") == 0
    assert bench.keys(key) == []
