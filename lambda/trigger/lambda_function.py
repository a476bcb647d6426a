"""AWS Lambda's entry point: S3 notifications, and the schedule that sweeps up what was missed.

An S3 event enqueues one job a record and wakes the machine. Anything else must be the schedule
or ``{"action": "sweep"}``. Every failure is raised: the asynchronous retries and the failure
destination of the function hang on that, and what was enqueued stays enqueued.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger import clock
from monai_ledger.identity import event_job_id
from monai_ledger.ledger import Ledger
from monai_ledger.notes import SWEPT, Notes
from monai_ledger.store import Store, error_code
from monai_ledger.unreadable import LedgerError, Unreadable
from monai_trigger import events, log, settings
from monai_trigger.belt import stop_if_stuck
from monai_trigger.deadline import Deadline
from monai_trigger.errors import TriggerError, described
from monai_trigger.machine import AT_WORK, Machine
from monai_trigger.starting import Starting
from monai_trigger.sweep import sweep
from monai_trigger.trouble import MachineError, Waits
from monai_trigger.wakes import Wakes

_CONFIG = Config(
    connect_timeout=5, read_timeout=20, retries={"mode": "standard", "max_attempts": 5}
)


def lambda_handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Handles one invocation. Returns counts for whoever invoked it directly."""
    if events.is_test_event(event):
        log.event("test-event")
        return {"testEvent": True}
    options = settings.load(os.environ)
    deadline = Deadline(context.get_remaining_time_in_millis)
    store = Store(options.terms.bind(boto3.client("s3", config=_CONFIG)), options.bucket)
    ledger = Ledger(store, options.ledger_prefix)

    try:
        return _handle(event, options, ledger, deadline)
    except (ClientError, BotoCoreError) as error:
        log.error("invocation-failed", reason=described(error))
        raise TriggerError(described(error)) from error
    except TriggerError as error:
        log.error("invocation-failed", reason=str(error))
        raise


def _handle(
    event: Mapping[str, Any], options: settings.Settings, ledger: Ledger, deadline: Deadline
) -> dict[str, Any]:
    store = ledger.store
    if "Records" in event:
        return _uploaded(event, options, ledger, deadline)
    if event.get("action") == "sweep" or event.get("detail-type") == "Scheduled Event":
        return _swept(store, options, ledger, deadline)
    raise TriggerError("neither an S3 event nor a sweep")


def _swept(
    store: Store, options: settings.Settings, ledger: Ledger, deadline: Deadline
) -> dict[str, Any]:
    swept = sweep(store, ledger, options, deadline, clock.utc_now)
    # Whoever configures anew sees by it that the function no longer gets to sweep.
    _notes(ledger).write(SWEPT, {"at": clock.to_text(clock.utc_now())})
    answer = {"open": swept.work, "machine": _look_after(options, ledger, deadline, swept.work)}
    if swept.refused:
        raise TriggerError(f"{len(swept.refused)} uploads not enqueued: {swept.refused[0]}")
    return answer


def _uploaded(
    event: Mapping[str, Any], options: settings.Settings, ledger: Ledger, deadline: Deadline
) -> dict[str, Any]:
    uploads = events.read(event, options.bucket, options.input_prefix)
    if uploads.ignored:
        log.event("records-ignored", **{"counts": uploads.ignored})
    enqueued, known, failed = 0, 0, []
    to_do = False
    for version in uploads.versions:
        job_id = event_job_id(version)
        try:
            job, created = ledger.enqueue(job_id, version, "event")
        except Unreadable as error:
            # Set aside and reported; trying the event again would not help.
            log.error("job-set-aside", job=job_id, code=error.code)
            continue
        except (ClientError, BotoCoreError, LedgerError) as error:
            code = error_code(error) if isinstance(error, ClientError) else type(error).__name__
            log.event("job-not-enqueued", job=job_id, code=code)
            failed.append(code)
            continue
        enqueued, known = enqueued + created, known + (not created)
        to_do = to_do or not job.final
        log.event("job-enqueued" if created else "job-known", job=job.id, source="event")
    machine = _wake(options, ledger, deadline) if to_do else ""
    if failed or uploads.unreadable:
        raise TriggerError(
            f"{len(failed)} of {len(uploads.versions)} jobs not enqueued "
            f"({', '.join(sorted(set(failed)))}), {uploads.unreadable} records not readable"
        )
    return {"enqueued": enqueued, "known": known, "machine": machine}


def _look_after(options: settings.Settings, ledger: Ledger, deadline: Deadline, work: bool) -> str:
    """What the sweep does about the machine: a stuck one is stopped, and started by a later one."""
    machine = _machine(options, ledger, deadline)
    if stop_if_stuck(machine, _notes(ledger), options.stuck_minutes, work):
        return "stopped"
    if work:
        return _wake(options, ledger, deadline, True)
    try:
        machine.find()
    except MachineError as error:
        log.error("no-machine", code=error.code, reason=str(error))
    return ""


def _wake(
    options: settings.Settings, ledger: Ledger, deadline: Deadline, in_jobs: bool = False
) -> str:
    waits = Waits(ledger, _notes(ledger), deadline)
    try:
        done = _machine(options, ledger, deadline).wake()
    except MachineError as error:
        return waits.begin(error, in_jobs)
    if done in AT_WORK:
        waits.end()
    return done


def _notes(ledger: Ledger) -> Notes:
    return Notes(ledger.store, ledger.prefix, lambda: clock.utc_now())


def _machine(options: settings.Settings, ledger: Ledger, deadline: Deadline) -> Machine:
    ec2, notes = boto3.client("ec2", config=_CONFIG), _notes(ledger)
    wakes = Wakes(notes, ledger.progress)
    return Machine(
        ec2,
        boto3.client("ssm", config=_CONFIG),
        (options.tag_key, options.tag_value),
        options.wake_document,
        ledger.stop_announced,
        deadline,
        Starting(ec2, notes, options.choice, wakes),
    )
