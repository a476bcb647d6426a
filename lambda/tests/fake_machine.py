"""Fakes of EC2, Systems Manager and time for the tests of the function."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from monai_trigger.machine import Deadline, Machine

DOCUMENT = "monai-deploy-wake-demo"


def aws_error(code: str, status: int = 400) -> ClientError:
    return ClientError(
        {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Operation"
    )


class FakeEc2:
    """Instances whose states go on with each look, as EC2's do."""

    def __init__(self, *histories: list[str], start_error: str | None = None):
        self.histories = {f"i-{n}": list(states) for n, states in enumerate(histories)}
        self.start_error = start_error
        self.started: list[str] = []
        self.stopped: list[str] = []
        self.stop_error: str | None = None
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
            instances.append({**state, **self.described})
            if len(states) > 1:
                states.pop(0)
        return [{"Reservations": [{"Instances": instances}]}]

    def stop_instances(self, InstanceIds: list[str]) -> None:
        if self.stop_error:
            raise aws_error(self.stop_error)
        self.stopped += InstanceIds

    def start_instances(self, InstanceIds: list[str]) -> None:
        if self.start_error:
            error, self.start_error = self.start_error, None
            raise aws_error(error)
        self.started += InstanceIds


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
    ec2: FakeEc2, ssm: FakeSsm, time: Clockwork | None = None, announced: list[bool] | None = None
) -> Machine:
    time = time or Clockwork()
    answers = list(announced or [False])

    def stop_announced() -> bool:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    tag = ("monai-deploy:inference", "demo")
    return Machine(ec2, ssm, tag, DOCUMENT, stop_announced, time.deadline(), time.sleep)
