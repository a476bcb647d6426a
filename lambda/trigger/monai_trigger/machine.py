"""The inference machine as the function sees it: found by tag, woken from any state."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from monai_ledger.store import error_code
from monai_trigger import log

_HOLD_TAG = "monai-deploy:hold"
#: How long the machine's agent may take to fetch the command.
_DELIVERY_SECONDS = 60
#: What SendCommand says of a document that is not there, or of a version of it.
_NO_DOCUMENT = ("InvalidDocument", "InvalidDocumentVersion")
_REFUSED = ("AccessDenied", "AccessDeniedException")
_DEAD = ("shutting-down", "terminated")
_PREFERENCE = ("running", "pending", "stopped", "stopping")
_COMMAND_OVER = ("Success", "Cancelled", "TimedOut", "Failed")


class MachineError(Exception):
    """The machine cannot take the jobs. They are in the ledger; the invocation must fail, so
    that Lambda tries again and its failure destination hears of it."""


@dataclass(frozen=True)
class Instance:
    """An instance id, its state's name, when it was last started, and whether its tag
    ``monai-deploy:hold`` (with any value) asks to leave it running."""

    id: str
    state: str
    launched: datetime | None = None
    held: bool = False


class Deadline:
    """What is left of the invocation, less a reserve for the answer."""

    def __init__(self, remaining_millis: Callable[[], int], reserve_seconds: float = 5.0):
        self._remaining_millis = remaining_millis
        self._reserve = reserve_seconds

    def seconds_left(self) -> float:
        """Never negative."""
        return max(0.0, self._remaining_millis() / 1000 - self._reserve)


class Machine:
    """The inference machine with a given tag, and the document of Systems Manager whose one
    command wakes the runner on it. No text of this function's ever reaches a shell there: which
    jobs there are, the runner reads in the ledger."""

    def __init__(
        self,
        ec2: Any,
        ssm: Any,
        tag: tuple[str, str],
        document: str,
        stop_announced: Callable[[], bool],
        deadline: Deadline,
        sleep: Callable[[float], None] = time.sleep,
        why_not_start: Callable[[], str] = lambda: "",
    ):
        self._ec2 = ec2
        self._ssm = ssm
        self._tag = tag
        self._document = document
        self._stop_announced = stop_announced
        self._deadline = deadline
        self._sleep = sleep
        self._why_not_start = why_not_start

    def wake(self) -> str:
        """Sees to it that the machine takes the open jobs. Returns what was done.

        Raises MachineError when it cannot be done, or not within the invocation's time.
        """
        while True:
            instance = self.find()
            if instance.state == "stopped":
                why_not = self._why_not_start()
                if why_not:
                    return why_not
                if self._start(instance):
                    return "started"
            elif instance.state == "pending":
                return "booting"  # the runner takes the jobs when it is up
            elif instance.state == "running" and not self._stop_announced():
                return self._poke(instance)
            # Stopping, or about to: it can be started only once it is stopped.
            self._wait(instance)

    def find(self) -> Instance:
        """The machine. A terminated one counts only when there is no other.

        Raises MachineError when there is none.
        """
        key, value = self._tag
        found: list[Instance] = []
        pages = self._ec2.get_paginator("describe_instances").paginate(
            Filters=[{"Name": f"tag:{key}", "Values": [value]}]
        )
        for page in pages:
            for reservation in page["Reservations"]:
                for item in reservation["Instances"]:
                    held = any(tag["Key"] == _HOLD_TAG for tag in item.get("Tags", []))
                    state, launched = item["State"]["Name"], item.get("LaunchTime")
                    found.append(Instance(item["InstanceId"], state, launched, held))
        alive = [instance for instance in found if instance.state not in _DEAD]
        if not alive:
            gone = "was terminated" if found else "does not exist"
            raise MachineError(
                f"the inference machine (tag {key}={value}) {gone}; run monaiConfigureInference "
                "again, the uploads wait in the ledger"
            )
        if len(alive) > 1:
            log.event("several-machines", count=len(alive))
        return min(alive, key=lambda instance: (_PREFERENCE.index(instance.state), instance.id))

    def stop(self, instance: Instance) -> str:
        """Asks EC2 to stop it. Returns nothing, or the error code of the refusal."""
        try:
            self._ec2.stop_instances(InstanceIds=[instance.id])
            return ""
        except ClientError as error:
            return error_code(error)

    def _start(self, instance: Instance) -> bool:
        try:
            self._ec2.start_instances(InstanceIds=[instance.id])
            log.event("machine-started", instance=instance.id)
            return True
        except ClientError as error:
            if error_code(error) == "IncorrectInstanceState":
                return False  # it changed since it was looked at
            raise MachineError(
                f"the inference machine {instance.id} cannot be started: {error_code(error)}"
            ) from error

    def _poke(self, instance: Instance) -> str:
        if not self._online(instance):
            # `running` comes long before the agent is up. The runner looks into the ledger when
            # it starts and from time to time, so nothing need be waited for.
            log.event("agent-not-online", instance=instance.id)
            return "not-online"
        command = self._send(instance)
        if not command:
            log.event("agent-not-online", instance=instance.id)
            return "not-online"
        status = self._outcome(instance, command)
        log.event("wake-sent", instance=instance.id, command=command, status=status)
        if status in ("Cancelled", "TimedOut", "Failed"):
            raise MachineError(f"the wake command {command} on {instance.id} ended as {status}")
        return "woken"

    def _send(self, instance: Instance) -> str:
        """The command's id; an empty text when the agent has gone meanwhile."""
        try:
            sent = self._ssm.send_command(
                DocumentName=self._document,
                InstanceIds=[instance.id],
                TimeoutSeconds=_DELIVERY_SECONDS,
                Comment="monai-deploy: look into the job ledger",
            )
        except ClientError as error:
            code = error_code(error)
            if code == "InvalidInstanceId":
                return ""
            if code in _NO_DOCUMENT:
                raise MachineError(
                    f"the SSM document {self._document} is gone ({code}); run "
                    "monaiConfigureInference again, the uploads wait in the ledger"
                ) from error
            if code in _REFUSED:
                raise MachineError(
                    f"the function's role may not send the command of the SSM document "
                    f"{self._document}: give it docs/iam/policies/function.json, the uploads wait "
                    "in the ledger"
                ) from error
            raise
        return str(sent["Command"]["CommandId"])

    def _online(self, instance: Instance) -> bool:
        answer = self._ssm.describe_instance_information(
            Filters=[{"Key": "InstanceIds", "Values": [instance.id]}]
        )
        return any(
            item["InstanceId"] == instance.id and item["PingStatus"] == "Online"
            for item in answer["InstanceInformationList"]
        )

    def _outcome(self, instance: Instance, command: str) -> str:
        """The command's status; what it stands at when the time is up."""
        status = "Pending"
        for _ in range(20):
            try:
                answer = self._ssm.get_command_invocation(CommandId=command, InstanceId=instance.id)
                status = str(answer["Status"])
            except ClientError as error:
                # The invocation appears a moment after the command.
                if error_code(error) != "InvocationDoesNotExist":
                    raise
            if status in _COMMAND_OVER or self._deadline.seconds_left() < 2:
                break
            self._sleep(1.0)
        return status

    def _wait(self, instance: Instance) -> None:
        if self._deadline.seconds_left() < 5:
            raise MachineError(
                f"the inference machine {instance.id} is still {instance.state}; Lambda tries "
                "again, and so does the sweep"
            )
        self._sleep(3.0)
