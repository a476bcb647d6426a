"""The inference machine as the function sees it: found by tag, woken from any state."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from monai_ledger.store import error_code
from monai_trigger import instance as instances
from monai_trigger import log
from monai_trigger.deadline import Deadline
from monai_trigger.instance import Instance
from monai_trigger.starting import Starting
from monai_trigger.trouble import MachineError

#: How long the machine's agent may take to fetch the command.
_DELIVERY_SECONDS = 60
#: What SendCommand says of a document that is not there, or of a version of it.
_NO_DOCUMENT = ("InvalidDocument", "InvalidDocumentVersion")
_REFUSED = ("AccessDenied", "AccessDeniedException")
_DEAD = ("shutting-down", "terminated")
_PREFERENCE = ("running", "pending", "stopped", "stopping")
#: What :meth:`Machine.wake` answers when the jobs are going to be taken.
AT_WORK = ("started", "booting", "woken", "not-online")
_COMMAND_OVER = ("Success", "Cancelled", "TimedOut", "Failed")


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
        starting: Starting,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._ec2 = ec2
        self._ssm = ssm
        self._tag = tag
        self._document = document
        self._stop_announced = stop_announced
        self._deadline = deadline
        self._starting = starting
        self._sleep = sleep

    def wake(self) -> str:
        """Sees to it that the machine takes the open jobs. Returns what was done.

        Raises MachineError when it cannot be done, or not within the invocation's time.
        """
        while True:
            instance = self.find()
            if instance.state == "stopped":
                done = self._starting.start(instance)
                if done:
                    return done
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
                found += [instances.of(item) for item in reservation["Instances"]]
        alive = [instance for instance in found if instance.state not in _DEAD]
        if not alive:
            gone = "was terminated" if found else "does not exist"
            raise MachineError(
                "NO_MACHINE",
                f"the inference machine (tag {key}={value}) {gone}",
                "run monaiConfigureInference again, which launches another; the uploads wait in "
                "the ledger",
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
            raise MachineError(
                "WAKE_FAILED",
                f"the wake command on {instance.id} ended as {status}",
                f"see the command {command} in Run Command of Systems Manager, and on the machine "
                "`journalctl -u monai-runner`; the sweep tries again every five minutes",
            )
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
                    "NO_DOCUMENT",
                    f"the SSM document {self._document} is gone ({code})",
                    "run monaiConfigureInference again, the uploads wait in the ledger",
                ) from error
            if code in _REFUSED:
                raise MachineError(
                    "COMMAND_DENIED",
                    "the function's role may not send the command of the SSM document "
                    f"{self._document}",
                    "give it docs/iam/policies/function.json, the uploads wait in the ledger",
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
                "STILL_STOPPING",
                f"the inference machine {instance.id} is still {instance.state}",
                "Lambda tries again, and so does the sweep",
                passes=True,
            )
        self._sleep(3.0)
