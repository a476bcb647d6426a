"""The sweep: uploads whose event never came or never got through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger import clock
from monai_ledger.identity import ObjectVersion, object_tag, sweep_job_id
from monai_ledger.kept import Kept
from monai_ledger.ledger import Ledger
from monai_ledger.store import Listed, Store, http_status
from monai_ledger.unreadable import LedgerError
from monai_trigger import log
from monai_trigger.deadline import Deadline
from monai_trigger.errors import described
from monai_trigger.events import is_folder_marker
from monai_trigger.settings import Settings

#: Uploads that cannot be enqueued before the sweep is given up.
_MOST_REFUSED = 20
#: Seconds that waking the machine takes, at most.
_TIME_TO_WAKE = 30.0


@dataclass(frozen=True)
class Swept:
    """Whether there is work for the machine, and why uploads could not be enqueued."""

    work: bool
    refused: list[str]


def sweep(
    store: Store, ledger: Ledger, settings: Settings, deadline: Deadline, now: clock.Clock
) -> Swept:
    """Enqueues every object under the input prefix that has no open job and is old enough for
    its event to have come. Says whether there is any work, whoever enqueued it.

    An upload may so get two jobs, one by its late event and one by the sweep. The runner lets
    only the first that claims the upload handle it.
    """
    markers = list(ledger.open_markers())
    kept = Kept(store, ledger.prefix)
    done = kept.read()
    waiting = {marker.object_tag for marker in markers} | ledger.aside.waiting_objects()
    youngest = now() - timedelta(seconds=settings.sweep_grace_seconds)
    found, refused = 0, list[str]()
    for item in store.list(settings.input_prefix):
        if deadline.seconds_left() < 10:
            log.event("sweep-cut-short", found=found)
            break
        if is_folder_marker(item.key, item.size, settings.input_prefix):
            continue
        if item.modified > youngest or object_tag(store.bucket, item.key, item.e_tag) in waiting:
            continue
        if kept.has(done, item):
            continue  # handled, and could not be moved
        version = _version(store, item)
        if version is None:
            continue  # moved or replaced since the listing
        job_id = sweep_job_id(version, clock.to_text(item.modified))
        try:
            job, created = ledger.enqueue(job_id, version, "sweep")
        except LedgerError as error:
            log.error("job-not-enqueued", job=job_id, reason=str(error))
            continue
        except (ClientError, BotoCoreError) as error:
            # One that cannot be enqueued keeps no other one waiting, until it is clearly all.
            refused.append(described(error))
            log.error("job-not-enqueued", job=job_id, reason=refused[-1])
            if len(refused) == _MOST_REFUSED:
                break
            continue
        if created:
            found += 1
            log.event("job-enqueued", job=job.id, source="sweep")
    log.event("swept", open=len(markers), found=found)
    return Swept(found > 0 or _has_work(ledger, deadline), refused)


def _has_work(ledger: Ledger, deadline: Deadline) -> bool:
    return ledger.has_work(lambda: deadline.seconds_left() < _TIME_TO_WAKE)


def _version(store: Store, item: Listed) -> ObjectVersion | None:
    """The upload as the listing has it, with its version; None when it changed since.

    One that nobody may look at (a Deny for its tags, a key of the uploader's own) must not keep
    the others from being found: its job tells what is wrong with it.
    """
    try:
        head = store.head(item.key)
    except ClientError as error:
        if not 400 <= http_status(error) < 500:
            raise
        return ObjectVersion(store.bucket, item.key, item.e_tag, item.size)
    if head is None or head.e_tag != item.e_tag:
        return None
    return ObjectVersion(store.bucket, item.key, head.e_tag, head.size, head.version_id)
