"""Fakes of EC2, Systems Manager and time for the tests of the function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from monai_ledger import clock
from monai_ledger.notes import Fields, Notes
from monai_trigger.deadline import Deadline
from monai_trigger.machine import Machine
from monai_trigger.starting import Choice, Starting
from monai_trigger.wakes import Wakes

DOCUMENT = "monai-deploy-wake-demo"


def aws_error(code: str, status: int = 400) -> ClientError:
    return ClientError(
        {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Operation"
    )


class FakeEc2:
    """Instances whose states go on with each look, as EC2's do.

    ``scarce`` has the types that there is no capacity for, ``start_error`` is answered once, and
    ``start_errors`` to every start; ``late`` accepts starts and lets them come to nothing.
    """

    def __init__(self, *histories: list[str], start_error: str | None = None):
        self.histories = {f"i-{n}": list(states) for n, states in enumerate(histories)}
        self.start_error = start_error
        self.start_errors = self.modify_error = self.stop_error = ""
        self.scarce: dict[str, str] = {}
        self.type = "g4dn.xlarge"
        self.late = False
        self.started: list[str] = []
        self.started_as: list[str] = []
        self.asked: list[str] = []
        self.stopped: list[str] = []
        self.described: dict[str, Any] = {}
        self.filters: Any = None

    def get_paginator(self, name: str) -> FakeEc2:
        assert name == "describe_instances"
        return self

    def paginate(self, **request: Any) -> list[Any]:
        self.filters = request["Filters"]
        instances = []
        for instance, states in self.histories.items():
            state = {"InstanceId": instance, "State": {"Name": states[0]}}
            instances.append({**state, "InstanceType": self.type, **self.described})
            if len(states) > 1:
                states.pop(0)
        return [{"Reservations": [{"Instances": instances}]}]

    def stop_instances(self, InstanceIds: list[str]) -> None:
        if self.stop_error:
            raise aws_error(self.stop_error)
        self.stopped += InstanceIds

    def modify_instance_attribute(self, InstanceId: str, InstanceType: dict[str, str]) -> None:
        if self.modify_error:
            raise aws_error(self.modify_error)
        self.type = InstanceType["Value"]

    def start_instances(self, InstanceIds: list[str]) -> None:
        self.asked.append(self.type)
        if self.start_error:
            error, self.start_error = self.start_error, None
            raise aws_error(error)
        if self.start_errors:
            raise aws_error(self.start_errors)
        if self.type in self.scarce:
            if not self.late:
                raise aws_error(self.scarce[self.type], 500)
            self.described["StateReason"] = {"Code": "Server.InsufficientInstanceCapacity"}
            return
        self.described.pop("StateReason", None)
        self.started += InstanceIds
        self.started_as.append(self.type)


class FakeNotes(Notes):
    """The notes of a ledger in memory."""

    def __init__(self, now: clock.Clock = clock.utc_now):
        self.notes: dict[str, Fields] = {}
        self.now = now

    def read(self, name: str) -> Fields | None:
        return self.notes.get(name)

    def write(self, name: str, fields: Fields) -> None:
        self.notes[name] = fields

    def change(self, name: str, change: Callable[[Fields], Fields]) -> Fields:
        self.notes[name] = change(dict(self.notes.get(name, {})))
        return self.notes[name]

    def forget(self, name: str) -> None:
        self.notes.pop(name, None)


class FakeSsm:
    """Systems Manager with an agent that is online or not."""

    def __init__(self, ping: str | None = "Online", status: str = "Success", error: str = ""):
        self.ping, self.status, self.error = ping, status, error
        self.sent: list[dict[str, Any]] = []

    def describe_instance_information(self, Filters: Any) -> Any:
        if self.ping is None:
            return {"InstanceInformationList": []}
        instance = Filters[0]["Values"][0]
        return {"InstanceInformationList": [{"InstanceId": instance, "PingStatus": self.ping}]}

    def send_command(self, **request: Any) -> Any:
        if self.error:
            raise aws_error(self.error)
        self.sent.append(request)
        return {"Command": {"CommandId": "c-1"}}

    def get_command_invocation(self, **request: Any) -> Any:
        if self.status == "appears-late":
            self.status = "Success"
            raise aws_error("InvocationDoesNotExist")
        return {"Status": self.status}


class Clockwork:
    """Time that passes only by sleeping."""

    def __init__(self, seconds: float = 120):
        self.left = seconds
        self.slept = 0

    def sleep(self, seconds: float) -> None:
        self.left -= seconds
        self.slept += 1

    def deadline(self) -> Deadline:
        return Deadline(lambda: int(self.left * 1000))


def machine(
    ec2: FakeEc2,
    ssm: FakeSsm,
    time: Clockwork | None = None,
    announced: list[bool] | None = None,
    notes: Notes | None = None,
    choice: Choice | None = None,
    open_jobs: Callable[[], list[str]] = lambda: ["a" * 40],
) -> Machine:
    time = time or Clockwork()
    notes = notes or FakeNotes()
    answers = list(announced or [False])

    def stop_announced() -> bool:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    tag = ("monai-deploy:inference", "demo")
    starting = Starting(ec2, notes, choice or Choice(), Wakes(notes, open_jobs))
    return Machine(ec2, ssm, tag, DOCUMENT, stop_announced, time.deadline(), starting, time.sleep)
