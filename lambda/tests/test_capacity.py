"""Issue 12: the stopped machine is started once there is capacity, however long that takes, and
after a while as another type; nothing of it counts as a start that leads nowhere."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from fake_machine import FakeEc2, FakeNotes, FakeSsm, machine
from monai_ledger import clock
from monai_ledger.notes import CAPACITY, WAKES
from monai_trigger import settings
from monai_trigger.starting import Choice
from monai_trigger.trouble import MachineError
from test_trigger import TestSettings as Known

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
NONE = "InsufficientInstanceCapacity"
A, B, C = "g4dn.xlarge", "g5.xlarge", "g6.xlarge"


class World:
    """A stopped machine, and a sweep each five minutes."""

    def __init__(self) -> None:
        self.now = NOON
        self.notes = FakeNotes(lambda: self.now)
        self.ec2 = FakeEc2(["stopped"])
        self.types: tuple[str, ...] = (A, B, C)
        self.errors: list[MachineError] = []

    def wake(self, jobs: tuple[str, ...] = ("a" * 40,)) -> str:
        choice = Choice(self.types, 30)
        one = machine(
            self.ec2, FakeSsm(), notes=self.notes, choice=choice, open_jobs=lambda: list(jobs)
        )
        try:
            return one.wake()
        except MachineError as error:
            self.errors.append(error)
            return error.code

    def sweeps(self, minutes: int) -> list[str]:
        answers = []
        for _ in range(minutes // 5):
            answers.append(self.wake())
            self.now += timedelta(minutes=5)
        return answers

    def starts(self) -> object:
        return self.notes.notes.get(WAKES, {}).get("starts", 0)


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    "code",
    [
        NONE,
        "InsufficientCapacity",
        "InsufficientHostCapacity",
        "InsufficientReservedInstanceCapacity",
        "InstanceLimitExceeded",
        "Unsupported",
        "VcpuLimitExceeded",
    ],
)
def test_12_no_capacity_for_days_is_tried_until_there_is(world: World, code: str) -> None:
    world.types = (A,)
    world.ec2.scarce = {A: code}
    assert set(world.sweeps(3 * 24 * 60)) == {"NO_CAPACITY"}
    assert world.starts() == 0, "a start that AWS refuses leads nowhere for no fault of the jobs"
    assert world.ec2.asked == [A] * (3 * 24 * 12)
    world.ec2.scarce = {}
    assert world.wake() == "started" and world.starts() == 1


def test_12_capacity_that_fails_only_after_the_start_was_accepted(world: World) -> None:
    world.types, world.ec2.late, world.ec2.scarce = (A,), True, {A: NONE}
    assert set(world.sweeps(24 * 60)) == {"started"}
    assert world.starts() == 1, "each is taken back once it is known"
    note = world.notes.notes[CAPACITY]
    assert note["since"] == clock.to_text(NOON + timedelta(minutes=5))


def test_12_and_then_as_another_type(world: World) -> None:
    world.ec2.late, world.ec2.scarce = True, {A: NONE}
    world.sweeps(60)
    assert world.ec2.started_as[0] == B and set(world.ec2.asked[:7]) == {A}


def test_12_after_the_time_the_other_types_are_tried_in_their_order(world: World) -> None:
    world.ec2.scarce = {A: NONE, B: "VcpuLimitExceeded"}
    answers = world.sweeps(35)
    assert answers == ["NO_CAPACITY"] * 6 + ["started"]
    assert world.ec2.asked == [A] * 6 + [A, B, C] and world.ec2.started_as == [C]
    first, last = str(world.errors[0]), str(world.errors[-1])
    assert f"after 30 minutes of that {B}, {C} will be tried too" in first
    assert "2026-01-01T12:00:00.000Z" in last and f"{A}: {NONE}" in last
    assert "subnets in other availability zones" in last


def test_12_while_it_lasts_nobody_waits_again_and_afterwards_its_own_type_is_first(
    world: World,
) -> None:
    world.ec2.scarce = {A: NONE}
    world.sweeps(35)
    assert world.ec2.started_as == [B]
    world.now += timedelta(hours=3)
    assert world.wake() == "started" and world.ec2.started_as == [B, B]
    world.ec2.scarce = {}
    assert world.wake() == "started" and world.ec2.started_as[-1] == A


def test_12_a_shortage_that_is_over_is_over(world: World) -> None:
    world.ec2.scarce = {A: NONE}
    world.sweeps(10)
    world.ec2.scarce = {}
    assert world.wake() == "started"
    world.ec2.described["LaunchTime"] = world.now
    world.now += timedelta(days=9)
    world.ec2.scarce = {A: NONE}
    assert world.wake() == "NO_CAPACITY"
    assert world.ec2.type == A, "the time of the first shortage does not count for the second"
    assert world.notes.notes[CAPACITY]["since"] == clock.to_text(world.now)


def test_12_a_type_that_may_not_be_changed_is_told_and_its_own_still_tried(world: World) -> None:
    world.ec2.scarce, world.ec2.modify_error = {A: NONE}, "UnauthorizedOperation"
    world.sweeps(60)
    assert "allow ec2:ModifyInstanceAttribute" in world.errors[-1].remedy
    world.ec2.scarce = {}
    assert world.wake() == "started" and world.ec2.started_as == [A]


@pytest.mark.parametrize("code", ["InvalidInstanceAttributeValue", "InvalidParameterCombination"])
def test_12_a_type_that_it_cannot_become_keeps_no_other_from_being_tried(
    world: World, code: str
) -> None:
    world.ec2.type, world.ec2.modify_error = B, code
    assert world.wake() == "started", "as what it is"
    assert world.ec2.started_as == [B]


def test_12_a_machine_of_a_type_that_is_no_longer_named(world: World) -> None:
    world.ec2.type = "p3.2xlarge"
    assert world.wake() == "started" and world.ec2.started_as == [A]


def test_12_without_a_list_its_own_type_is_all(world: World) -> None:
    world.types, world.ec2.scarce = (), {A: NONE}
    world.sweeps(120)
    assert set(world.ec2.asked) == {A} and "will be tried too" not in str(world.errors[-1])


@pytest.mark.parametrize(
    ("code", "told"),
    [("UnauthorizedOperation", "function.json"), ("InvalidKMSKey.InvalidState", "every five")],
)
def test_12_another_refusal_is_no_shortage(world: World, code: str, told: str) -> None:
    world.ec2.start_errors = code
    assert set(world.sweeps(60)) == {"NOT_STARTED"}
    assert code in world.errors[0].message and told in world.errors[0].remedy
    assert world.starts() == 0 and CAPACITY not in world.notes.notes and world.ec2.type == A


def test_12_somebody_else_starts_it_meanwhile(world: World) -> None:
    world.ec2.histories = {"i-0": ["stopped", "running"]}
    world.ec2.start_error = "IncorrectInstanceState"
    assert world.wake() == "woken"


@pytest.mark.parametrize("note", [{"since": 5}, {"since": "x", "last": []}, {"refused": 3}])
def test_12_a_note_that_makes_no_sense_is_begun_anew(world: World, note: dict[str, Any]) -> None:
    world.notes.notes[CAPACITY] = note
    world.ec2.scarce = {A: NONE}
    assert world.wake() == "NO_CAPACITY"
    assert world.notes.notes[CAPACITY]["refused"] == {A: NONE}
    json.dumps(world.notes.notes)


class TestSettingsOfIt:
    def test_the_types_and_the_time(self) -> None:
        named = {"MONAI_INSTANCE_TYPES": f"{A}, {B},{A},", "MONAI_CAPACITY_MINUTES": "5"}
        assert settings.load({**Known.GOOD, **named}).choice == Choice((A, B), 5)
        assert settings.load(Known.GOOD).choice == Choice((), 30)

    @pytest.mark.parametrize(
        "change",
        [
            {"MONAI_CAPACITY_MINUTES": "0"},
            {"MONAI_CAPACITY_MINUTES": "1441"},
            {"MONAI_CAPACITY_MINUTES": "soon"},
            {"MONAI_INSTANCE_TYPES": "large"},
            {"MONAI_INSTANCE_TYPES": "g4dn.xlarge;rm"},
        ],
    )
    def test_impossible(self, change: dict[str, str]) -> None:
        with pytest.raises(settings.SettingsError, match=next(iter(change))):
            settings.load({**Known.GOOD, **change})
