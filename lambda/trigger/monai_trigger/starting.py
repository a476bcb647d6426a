"""Starts the stopped machine; where AWS has no capacity for its type, as another type.

The first type of the list is the machine's own. It alone is tried until there was no capacity for
``MONAI_CAPACITY_MINUTES``, then at each try the others too, in their order. Whatever it runs as, it
is the same instance, with its volume, its MAP and its address; a later start begins with the first
type again. Another availability zone would be another machine: the next configuration launches it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from monai_ledger import clock
from monai_ledger.notes import CAPACITY, Fields, Notes, moment
from monai_ledger.store import error_code, http_status
from monai_trigger import log
from monai_trigger.instance import Instance
from monai_trigger.trouble import MachineError
from monai_trigger.wakes import Wakes

#: No capacity, or no quota, for a type (Amazon EC2 API, "Error codes"). It may come.
_SCARCE = (
    "InstanceLimitExceeded",
    "InsufficientCapacity",
    "InsufficientHostCapacity",
    "InsufficientInstanceCapacity",
    "InsufficientReservedInstanceCapacity",
    "MaxSpotInstanceCountExceeded",
    "Unsupported",
    "VcpuLimitExceeded",
)
_QUOTA = ("InstanceLimitExceeded", "MaxSpotInstanceCountExceeded", "VcpuLimitExceeded")
_DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
_CHANGED = "IncorrectInstanceState"

_REMEDY = (
    "nothing: the sweep tries again every five minutes, the jobs are kept; to have it sooner, name "
    "more instanceTypes, or run monaiConfigureInference with subnets in other availability zones "
    "and without the machine's own, which replaces the machine"
)


@dataclass(frozen=True)
class Choice:
    """The types that the machine may be started as, its own first, and after how many minutes
    without capacity the others are tried."""

    types: tuple[str, ...] = ()
    minutes: int = 30


class Starting:
    """Starts a machine, and counts it."""

    def __init__(self, ec2: Any, notes: Notes, choice: Choice, wakes: Wakes):
        self._ec2 = ec2
        self._notes = notes
        self._choice = choice
        self._wakes = wakes

    def start(self, instance: Instance) -> str:
        """Returns what was done, or nothing when the machine changed since it was looked at.

        Raises MachineError when it cannot be started now.
        """
        if instance.no_capacity:
            self._wakes.came_to_nothing()
        why_not = self._wakes.why_not()
        if why_not:
            return why_not
        started = self._try_types(instance)
        if started:
            self._wakes.started()
        return started

    def _try_types(self, instance: Instance) -> str:
        note = self._notes.read(CAPACITY) or {}
        types = self._choice.types or (instance.type,)
        since = self._since(note, types[0], instance)
        refused: dict[str, str] = {}
        if instance.no_capacity:
            refused[instance.type] = "InsufficientInstanceCapacity"
            self._write(note, since, refused)
        current = instance.type
        for type_ in self._candidates(types, since, instance):
            if type_ != current:
                code = self._become(instance, type_)
                if code == _CHANGED:
                    return ""
                if code:
                    refused[type_] = code
                    continue
                current = type_
            code = self._start(instance)
            if not code:
                return "started"
            if code == _CHANGED:
                return ""
            refused[type_] = code
        self._write(note, since, refused)
        raise _no_capacity(instance, since, refused, self._choice, types)

    def _candidates(
        self, types: tuple[str, ...], since: datetime, instance: Instance
    ) -> tuple[str, ...]:
        waited = self._notes.now() - since >= timedelta(minutes=self._choice.minutes)
        wanted, current = types if waited else types[:1], instance.type
        if current not in wanted:
            # What it is now is better than nothing when it may not be changed.
            return (*wanted, current)
        if instance.no_capacity:
            # The start of this one was accepted and came to nothing: the next one's turn.
            turn = wanted.index(current) + 1
            return wanted[turn:] + wanted[:turn]
        return wanted

    def _since(self, note: Fields, own: str, instance: Instance) -> datetime:
        """Since when there is no capacity for the machine's own type: now, when it has run as that
        since the last refusal, whoever started it."""
        now = self._notes.now()
        since, last = moment(note, "since"), moment(note, "last")
        if since is None or last is None or since > now:
            return now
        ran = instance.launched is not None and instance.launched > last
        return now if ran and instance.type == own and not instance.no_capacity else since

    def _become(self, instance: Instance, type_: str) -> str:
        """Makes it another type. Returns nothing, or why it is none."""
        try:
            self._ec2.modify_instance_attribute(
                InstanceId=instance.id, InstanceType={"Value": type_}
            )
        except ClientError as error:
            if http_status(error) >= 500:
                raise
            log.event("type-not-changed", instance=instance.id, type=type_, code=error_code(error))
            return error_code(error)
        log.event("type-changed", instance=instance.id, type=type_)
        return ""

    def _start(self, instance: Instance) -> str:
        """Returns nothing, or the code of what may be otherwise with another type or later."""
        try:
            self._ec2.start_instances(InstanceIds=[instance.id])
            log.event("machine-started", instance=instance.id)
            return ""
        except ClientError as error:
            code = error_code(error)
            if code in _SCARCE or code == _CHANGED:
                return code
            remedy = (
                "give the function's role docs/iam/policies/function.json, and the use of the KMS "
                "key of the machine's volume"
                if code in _DENIED
                else "nothing, if it passes: the sweep tries again every five minutes"
            )
            what = f"the inference machine {instance.id} cannot be started: {code}"
            raise MachineError("NOT_STARTED", what, remedy) from error

    def _write(self, note: Fields, since: datetime, refused: dict[str, str]) -> None:
        now = clock.to_text(self._notes.now())
        known = note.get("refused") if note.get("since") == clock.to_text(since) else None
        fields = {
            "since": clock.to_text(since),
            "last": now,
            "refused": {**(known if isinstance(known, dict) else {}), **refused},
        }
        self._notes.write(CAPACITY, fields)


def _no_capacity(
    instance: Instance,
    since: datetime,
    refused: dict[str, str],
    choice: Choice,
    types: tuple[str, ...],
) -> MachineError:
    tried = ", ".join(f"{name or 'its type'}: {code}" for name, code in refused.items())
    what = (
        f"the inference machine {instance.id} cannot be started since {clock.to_text(since)}, as "
        f"AWS has no capacity or quota for it ({tried})"
    )
    left = [name for name in types if name not in refused]
    if left:
        what += f"; after {choice.minutes} minutes of that {', '.join(left)} will be tried too"
    remedy = _REMEDY
    if any(code in _QUOTA for code in refused.values()):
        remedy = f"raise the quota in the Service Quotas console; else {_REMEDY}"
    if any(code in _DENIED for code in refused.values()):
        remedy = (
            "allow ec2:ModifyInstanceAttribute for the function's role "
            f"(docs/iam/policies/function.json); else {_REMEDY}"
        )
    return MachineError("NO_CAPACITY", what, remedy)
