"""Issue number 6, second belt: the function's sweep stops a machine that is of no use."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from fake_machine import FakeEc2, FakeSsm, machine
from monai_ledger import clock
from monai_ledger.notes import HEARTBEAT, WATCHDOG, Notes
from monai_ledger.store import Store
from monai_trigger.belt import stop_if_stuck

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)


class World:
    """A running machine that was started at noon."""

    def __init__(self, s3: Any, bucket: str):
        self.s3, self.bucket, self.now = s3, bucket, NOON
        self.notes = Notes(Store(s3, bucket), ".monai/", lambda: self.now)
        self.ec2 = FakeEc2(["running"])
        self.ec2.described = {"LaunchTime": NOON}

    def after(self, minutes: float, open_jobs: bool = True, limit: int = 90) -> bool:
        self.now = NOON + timedelta(minutes=minutes)
        return stop_if_stuck(machine(self.ec2, FakeSsm()), self.notes, limit, open_jobs)

    def beats(self, minutes: float, **fields: Any) -> None:
        at = clock.to_text(NOON + timedelta(minutes=minutes))
        self.notes.write(HEARTBEAT, {"at": at, "stops": True, **fields})

    def text(self, minutes: float) -> str:
        return clock.to_text(NOON + timedelta(minutes=minutes))

    def incident(self) -> dict[str, Any]:
        note = self.notes.read(WATCHDOG)
        assert note is not None
        found: dict[str, Any] = note["records"][-1]
        return found


@pytest.fixture
def world(s3: Any, bucket: str) -> World:
    return World(s3, bucket)


def test_6_a_runner_that_never_spoke(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert not world.after(1) and not world.after(89)
    assert world.after(95) and world.ec2.stopped == ["i-0"]
    incident = world.incident()
    assert (incident["code"], incident["what"]) == ("SILENT", "the machine was stopped")
    assert incident["by"] == "function" and "hold" in incident["remedy"] and incident["at"]
    assert json.loads(capsys.readouterr().out)["level"] == "ERROR"


def test_6_a_runner_of_an_older_version_is_not_stopped_at_first_sight(world: World) -> None:
    assert not world.after(600), "it has run for ten hours without a heartbeat"
    assert not world.after(680)
    assert world.after(700)


def test_6_a_runner_that_fell_silent(world: World) -> None:
    world.beats(60, healthyUntil=world.text(120))
    assert not world.after(140)
    assert world.after(155) and world.incident()["code"] == "SILENT"


def test_6_a_machine_that_was_started_anew_gets_its_time(world: World) -> None:
    world.beats(-600, healthyUntil=world.text(-570))
    assert not world.after(80)
    assert world.after(95)


def test_6_a_runner_that_speaks_but_makes_no_progress(world: World) -> None:
    world.beats(100, healthyUntil=world.text(30))
    assert not world.after(70)
    assert world.after(100) and world.incident()["code"] == "STUCK"


def test_6_a_long_map_within_its_time_is_progress(world: World) -> None:
    for hour in range(1, 40):
        world.beats(hour * 60, healthyUntil=world.text(40 * 60), idleSince=None)
        assert not world.after(hour * 60 + 5)


def test_6_idle_and_not_stopped(world: World) -> None:
    world.beats(100, healthyUntil=world.text(130), idleSince=world.text(5))
    assert not world.after(100, open_jobs=True)
    assert world.after(100, open_jobs=False) and world.incident()["code"] == "IDLE"


@pytest.mark.parametrize("state", ["pending", "stopping", "stopped", "terminated"])
def test_6_only_a_running_machine(world: World, state: str) -> None:
    world.ec2.histories = {"i-0": [state]}
    world.after(1)
    assert not world.after(500) and not world.ec2.stopped


def test_6_a_machine_that_is_not_there(world: World) -> None:
    world.ec2.histories = {}
    assert not world.after(500)


def test_6_held_by_a_tag(world: World) -> None:
    world.ec2.described["Tags"] = [{"Key": "monai-deploy:hold", "Value": ""}]
    world.after(1)
    assert not world.after(5000)


def test_6_held_by_the_file_as_long_as_the_machine_says_so(world: World) -> None:
    world.beats(0, heldAt=world.text(100), healthyUntil=world.text(0))
    assert not world.after(120)
    assert world.after(200)


def test_6_a_machine_that_is_never_to_stop(world: World) -> None:
    world.beats(0, healthyUntil=world.text(0), stops=False)
    assert not world.after(5000)
    world.beats(0, healthyUntil=world.text(0))
    assert not world.after(5000, limit=0)


def test_6_a_stop_that_is_refused_is_told(world: World) -> None:
    world.ec2.stop_error = "UnauthorizedOperation"
    world.after(1)
    assert not world.after(95)
    incident = world.incident()
    assert incident["what"] == "could not be stopped" and "StopInstances" in incident["remedy"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[1]",
        b'{"schema": 9}',
        b'{"schema": 1, "at": 5, "healthyUntil": [], "idleSince": {}, "heldAt": "x"}',
        b'{"schema": 1, "at": "2999-01-01T00:00:00.000Z", "heldAt": "2999-01-01T00:00:00.000Z"}',
        b"[" * 100_000,
    ],
)
def test_6_a_heartbeat_that_cannot_be_read_is_none(world: World, body: bytes) -> None:
    world.s3.put_object(Bucket=world.bucket, Key=".monai/machine/heartbeat.json", Body=body)
    assert not world.after(1)
    assert world.after(95)


def test_6_the_record_keeps_the_last_ones(world: World) -> None:
    world.s3.put_object(
        Bucket=world.bucket, Key=".monai/machine/watchdog.json", Body=b'{"schema": 1, "records": 5}'
    )
    world.after(1)
    for minutes in range(100, 130):
        assert world.after(minutes)
    note = world.notes.read(WATCHDOG)
    assert note is not None and len(note["records"]) == 20
