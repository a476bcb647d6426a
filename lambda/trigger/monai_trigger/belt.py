"""The second belt: the function stops a machine whose own watchdog did not.

The first is ``monai-runner-watchdog.timer`` on the machine. This one holds when the machine hangs
as a whole, when its watchdog was taken away, or when it may not stop itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monai_ledger import clock
from monai_ledger.notes import HEARTBEAT, SILENT, Fields, Incident, Notes, moment
from monai_trigger import log
from monai_trigger.instance import Instance
from monai_trigger.machine import Machine
from monai_trigger.trouble import MachineError

#: What the machine's own watchdog has, after the runner's own word, to act before.
_WATCHDOG_TIME = timedelta(minutes=45)
_SKEW = timedelta(minutes=10)
_REMEDY = (
    "look at /var/log/monai-runner/runner.jsonl and `journalctl -u monai-runner` on the machine; "
    "to keep it running for that, set the instance tag monai-deploy:hold and create "
    "/etc/monai-runner/hold"
)
_DENIED = "allow ec2:StopInstances for the function's role (docs/iam/policies/function.json)"


def stop_if_stuck(machine: Machine, notes: Notes, minutes: int, open_jobs: bool) -> bool:
    """Stops a running machine that is of no use, and reports it. Returns whether it did.

    ``minutes`` without a sign of life, or idle, are too many; 0 switches this off.
    """
    if minutes == 0:
        return False
    try:
        instance = machine.find()
    except MachineError:
        return False  # told when there is something to do for it
    if instance.state != "running" or instance.held:
        return False
    why = _verdict(instance, notes, timedelta(minutes=minutes), open_jobs)
    if why is None:
        return False
    code, message = why
    refused = machine.stop(instance)
    if refused:
        _report(notes, instance, "could not be stopped", refused, message, _DENIED)
        return False
    _report(notes, instance, "the machine was stopped", code, message, _REMEDY)
    return True


def _verdict(
    instance: Instance, notes: Notes, limit: timedelta, open_jobs: bool
) -> tuple[str, str] | None:
    """Why the machine is to be stopped: a code and a sentence, or None."""
    now = notes.now()
    heartbeat = notes.read(HEARTBEAT)
    beat = moment(heartbeat, "at")
    if beat is not None and beat > now + _SKEW:
        beat = None  # a wrong clock must not keep the machine alive
    if heartbeat and (heartbeat.get("stops") is False or _is_held(heartbeat, now, limit)):
        return None
    # A machine that was started a moment ago has not yet had the time to say anything.
    heard = max(
        instance.launched or _first_seen(instance, notes, now),
        beat or _first_seen(instance, notes, now),
    )
    if now - heard > limit:
        return "SILENT", f"no sign of life of the runner since {clock.to_text(heard)}"
    if beat is None or (instance.launched and beat < instance.launched):
        return None
    healthy = moment(heartbeat, "healthyUntil")
    if healthy is not None and now - healthy > _WATCHDOG_TIME:
        return "STUCK", f"the runner makes no progress since {clock.to_text(healthy)}"
    idle = moment(heartbeat, "idleSince")
    if not open_jobs and idle is not None and now - idle > limit:
        return "IDLE", f"there was nothing to do since {clock.to_text(idle)}, and it runs on"
    return None


def _is_held(heartbeat: Fields, now: datetime, limit: timedelta) -> bool:
    held = moment(heartbeat, "heldAt")
    return held is not None and -_SKEW < now - held < limit


def _first_seen(instance: Instance, notes: Notes, now: datetime) -> datetime:
    """When the machine was first met without a sign of life. The note is written once for each
    instance, so that a runner without a heartbeat (an older one) is not stopped at once."""
    note = notes.read(SILENT)
    since = moment(note, "since")
    if note is None or since is None or since > now or note.get("instance") != instance.id:
        since = now
        notes.write(SILENT, {"instance": instance.id, "since": clock.to_text(now)})
    return since


def _report(
    notes: Notes, instance: Instance, what: str, code: str, message: str, remedy: str
) -> None:
    log.error("machine-stuck", instance=instance.id, what=what, code=code)
    at = clock.to_text(notes.now())
    notes.report(Incident("function", instance.id, what, code, message, remedy, at))
