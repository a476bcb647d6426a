"""Issue 12: why the jobs wait stands in the ledger, in each job and in the log, and the failure
destination hears of it at first and once a day; the jobs go on by themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from conftest import keys
from fake_machine import FakeEc2, FakeSsm, aws_error
from fault_results import Measured, in_bucket
from monai_ledger import clock
from monai_ledger.job import Job, from_json
from monai_ledger.ledger import Ledger
from monai_ledger.notes import WAITING, Notes
from monai_ledger.store import Store
from monai_trigger.errors import TriggerError
from monai_trigger.trouble import MachineError
from test_trigger import function as function
from test_trigger import record

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
SWEEP = {"action": "sweep"}


class Hospital:
    """A bucket, the function, and a clock."""

    def __init__(self, function: Any, s3: Any, bucket: str, patch: pytest.MonkeyPatch):
        self.function, self.s3, self.bucket = function, s3, bucket
        self.now = NOON
        self.sent: set[tuple[str, str]] = set()
        patch.setattr("lambda_function.clock.utc_now", lambda: self.now)

    def send(self, name: str = "x") -> Any:
        self.sent.add((f"input/{name}", "e1"))
        return self.function({"Records": [record(f"input/{name}", self.bucket)]})

    def sweeps(self, hours: float, minutes: int = 5) -> list[Any]:
        """What the sweeps answered, one each five minutes as it is installed, or fewer where
        nothing is to happen; an exception where one failed."""
        answers: list[Any] = []
        for _ in range(int(hours * 60 / minutes)):
            try:
                answers.append(self.function(SWEEP)["machine"])
            except (MachineError, TriggerError) as error:
                answers.append(error)
            self.now += timedelta(minutes=minutes)
        return answers

    def jobs(self) -> list[Job]:
        found = keys(self.s3, self.bucket, ".monai/jobs/")
        return [
            from_json(self.s3.get_object(Bucket=self.bucket, Key=k)["Body"].read()) for k in found
        ]

    def measure(self) -> Measured:
        """What the fault matrix says: each upload has one job."""
        measured, jobs = in_bucket(self.s3, self.bucket, self.uploads())
        return replace(measured, duplicated=len(jobs) - len({(j.key, j.e_tag) for j in jobs}))

    def uploads(self) -> set[tuple[str, str]]:
        there = self.s3.list_objects_v2(Bucket=self.bucket, Prefix="input/").get("Contents", [])
        return self.sent | {(item["Key"], item["ETag"].strip('"')) for item in there}

    def note(self) -> dict[str, Any] | None:
        return Notes(Store(self.s3, self.bucket), ".monai/").read(WAITING)


@pytest.fixture
def hospital(
    function: Any, s3: Any, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Hospital]:
    # A machine that runs and says nothing is another matter: test_belt.
    monkeypatch.setenv("MONAI_STUCK_MINUTES", "0")
    yield Hospital(function, s3, bucket, monkeypatch)


def gone(fakes: dict[str, Any]) -> None:
    fakes["ec2"] = FakeEc2(["terminated"])


def never_there(fakes: dict[str, Any]) -> None:
    fakes["ec2"] = FakeEc2()


def no_capacity(fakes: dict[str, Any]) -> None:
    fakes["ec2"] = FakeEc2(["stopped"])
    fakes["ec2"].scarce = {"g4dn.xlarge": "InsufficientInstanceCapacity"}


def denied_start(fakes: dict[str, Any]) -> None:
    fakes["ec2"] = FakeEc2(["stopped"])
    fakes["ec2"].start_errors = "UnauthorizedOperation"


def no_document(fakes: dict[str, Any]) -> None:
    fakes["ssm"] = FakeSsm(error="InvalidDocument")


def denied_command(fakes: dict[str, Any]) -> None:
    fakes["ssm"] = FakeSsm(error="AccessDeniedException")


def failed_command(fakes: dict[str, Any]) -> None:
    fakes["ssm"] = FakeSsm(status="Failed")


TROUBLES = {
    "terminated": (gone, "NO_MACHINE"),
    "never there": (never_there, "NO_MACHINE"),
    "no capacity": (no_capacity, "NO_CAPACITY"),
    "start denied": (denied_start, "NOT_STARTED"),
    "no document": (no_document, "NO_DOCUMENT"),
    "command denied": (denied_command, "COMMAND_DENIED"),
    "command failed": (failed_command, "WAKE_FAILED"),
}


@pytest.mark.faults(operation="trigger", phase="wake", fault="trouble")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_12_what_keeps_the_jobs_is_said_where_the_user_looks(
    hospital: Hospital, trouble: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, code = TROUBLES[trouble]
    good = dict(hospital.function.fakes)
    make(hospital.function.fakes)
    with pytest.raises(MachineError):
        hospital.send()
    answers = hospital.sweeps(1)
    for _ in range(2):
        answers += hospital.sweeps(22, minutes=30) + hospital.sweeps(2)
    failed = [answer for answer in answers if isinstance(answer, MachineError)]
    assert len(failed) == 3, "the failure destination hears of it at first and once a day"
    assert {error.code for error in failed} == {code}
    note = hospital.note()
    assert note is not None and (note["code"], note["since"]) == (code, clock.to_text(NOON))
    assert note["message"] and note["remedy"]
    (job,) = hospital.jobs()
    assert job.state == "PENDING" and job.waiting is not None
    assert (job.waiting.by, job.waiting.code, job.waiting.since) == (
        "function",
        code,
        clock.to_text(NOON),
    )
    assert job.waiting.message and job.waiting.remedy
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = [line for line in lines if line["event"] == "jobs-wait"]
    assert len(told) == len(answers) + 1 and {line["level"] for line in told} == {"ERROR"}
    hospital.function.fakes.update(good)
    assert hospital.function(SWEEP)["machine"] == "woken"
    assert hospital.note() is None and len(hospital.jobs()) == 1


def test_12_another_cause_is_told_at_once(hospital: Hospital) -> None:
    no_capacity(hospital.function.fakes)
    with pytest.raises(MachineError):
        hospital.send()
    hospital.sweeps(1)
    gone(hospital.function.fakes)
    assert isinstance(hospital.sweeps(0.1)[0], MachineError)
    (job,) = hospital.jobs()
    assert job.waiting is not None and job.waiting.code == "NO_MACHINE"


@pytest.mark.faults(operation="trigger", phase="wake", fault="uploads while there is no machine")
def test_12_uploads_that_come_meanwhile_are_kept_and_told(hospital: Hospital) -> None:
    gone(hospital.function.fakes)
    with pytest.raises(MachineError):
        hospital.send("0")
    hospital.now += timedelta(minutes=30)
    for number in range(1, 9):
        answer = hospital.send(str(number))
        assert answer == {"enqueued": 1, "known": 0, "machine": "no-machine"}
    hospital.sweeps(0.1)
    jobs = hospital.jobs()
    assert len(jobs) == 9 and {job.waiting.code for job in jobs if job.waiting} == {"NO_MACHINE"}
    assert all(job.waiting for job in jobs)


def test_12_a_machine_that_is_gone_is_told_before_anybody_uploads(
    hospital: Hospital, capsys: pytest.CaptureFixture[str]
) -> None:
    gone(hospital.function.fakes)
    assert hospital.function(SWEEP) == {"open": False, "machine": ""}
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (line,) = [line for line in lines if line["event"] == "no-machine"]
    assert line["level"] == "ERROR" and "run monaiConfigureInference" in line["reason"]


@pytest.mark.parametrize("body", [b"{", b'{"schema": 1, "since": 3, "told": []}', b'{"schema": 9}'])
def test_12_a_note_that_cannot_be_read_is_begun_anew(hospital: Hospital, body: bytes) -> None:
    key = ".monai/machine/waiting.json"
    hospital.s3.put_object(Bucket=hospital.bucket, Key=key, Body=body)
    gone(hospital.function.fakes)
    with pytest.raises(MachineError):
        hospital.send()
    note = hospital.note()
    assert note is not None and note["since"] == clock.to_text(NOON)


def test_12_a_job_that_is_worked_on_is_left_alone(hospital: Hospital) -> None:
    gone(hospital.function.fakes)
    with pytest.raises(MachineError):
        hospital.send()
    ledger = Ledger(Store(hospital.s3, hospital.bucket))
    entry = ledger.get(hospital.jobs()[0].id)
    assert entry is not None
    ledger.update(entry, entry.job.with_changes(state="RUNNING"))
    hospital.sweeps(0.1)
    (job,) = hospital.jobs()
    assert (job.state, job.waiting) == ("RUNNING", None)


class TestBucketPolicy:
    """The function's rights are taken away for an hour, and given back."""

    @pytest.mark.faults(operation="sweep", phase="call", fault="function denied for an hour")
    @pytest.mark.parametrize(
        "call", ["put_object", "get_object", "list_objects_v2", "head_object", "delete_object"]
    )
    def test_12_denied_for_an_hour(
        self, hospital: Hospital, call: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        s3 = hospital.function.fakes["s3"]
        for number in range(3):
            key = f"input/{number}.dcm"
            hospital.s3.put_object(Bucket=hospital.bucket, Key=key, Body=b"abc")

        def denied(**_: Any) -> Any:
            error = aws_error("AccessDenied", 403)
            error.operation_name = call
            raise error

        hospital.now = datetime.now(timezone.utc) + timedelta(hours=1)
        with monkeypatch.context() as patch:
            patch.setattr(s3, call, denied)
            answers = hospital.sweeps(1)
            failed = [a for a in answers if isinstance(a, TriggerError)]
            if call not in ("head_object", "delete_object"):
                # HEAD is only asked for the version: the job tells what is wrong with it.
                assert failed and "by themselves" in str(failed[0])
        hospital.sweeps(0.2)
        assert {job.key for job in hospital.jobs()} == {f"input/{n}.dcm" for n in range(3)}
        assert len(hospital.jobs()) == 3

    @pytest.mark.faults(operation="sweep", phase="enqueue", fault="one upload refused")
    def test_12_one_upload_that_is_refused_keeps_no_other_waiting(
        self, hospital: Hospital, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(3):
            key = f"input/{number}.dcm"
            hospital.s3.put_object(Bucket=hospital.bucket, Key=key, Body=b"abc")
        enqueue = Ledger.enqueue

        def refuse(ledger: Ledger, job_id: str, version: Any, source: str) -> Any:
            if version.key == "input/1.dcm":
                raise aws_error("AccessDenied", 403)
            return enqueue(ledger, job_id, version, source)

        hospital.now = datetime.now(timezone.utc) + timedelta(hours=1)
        with monkeypatch.context() as patch:
            patch.setattr(Ledger, "enqueue", refuse)
            with pytest.raises(TriggerError, match="1 uploads not enqueued"):
                hospital.function(SWEEP)
        assert len(hospital.jobs()) == 2 and hospital.function.fakes["ssm"].sent
        hospital.sweeps(0.2)
        assert {job.key for job in hospital.jobs()} == {f"input/{n}.dcm" for n in range(3)}
