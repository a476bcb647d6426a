"""The sweep: uploads whose event never came or never got through."""

from __future__ import annotations

from datetime import timedelta

from botocore.exceptions import ClientError

from monai_ledger import clock
from monai_ledger.identity import ObjectVersion, object_tag, sweep_job_id
from monai_ledger.kept import Kept
from monai_ledger.ledger import Ledger
from monai_ledger.store import Listed, Store, http_status
from monai_ledger.unreadable import LedgerError
from monai_trigger import log
from monai_trigger.events import is_folder_marker
from monai_trigger.machine import Deadline
from monai_trigger.settings import Settings


def sweep(
    store: Store, ledger: Ledger, settings: Settings, deadline: Deadline, now: clock.Clock
) -> bool:
    """Enqueues every object under the input prefix that has no open job and is old enough for
    its event to have come. Returns whether any job is open, whoever enqueued it.

    An upload may so get two jobs, one by its late event and one by the sweep. The runner lets
    only the first that claims the upload handle it.
    """
    markers = list(ledger.open_markers())
    kept = Kept(store, ledger.prefix)
    done = kept.read()
    waiting = {marker.object_tag for marker in markers} | ledger.aside.waiting_objects()
    youngest = now() - timedelta(seconds=settings.sweep_grace_seconds)
    found = 0
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
        if created:
            found += 1
            log.event("job-enqueued", job=job.id, source="sweep")
    log.event("swept", open=len(markers), found=found)
    return found > 0 or ledger.has_open_job()


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
