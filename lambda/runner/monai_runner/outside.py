"""What keeps a job that lies neither in it nor in its upload: a right that was taken away, a
service that is down or throttles, a network that is broken, a MAP that cannot be pulled. Such a
job is held off: it is kept, its attempts are not counted, and it goes on by itself."""

from __future__ import annotations

import random
from datetime import timedelta

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger import clock
from monai_ledger.job import Job, Reason, Waiting
from monai_ledger.notes import TROUBLE, Fields, Notes
from monai_ledger.store import error_code, http_status
from monai_runner import heartbeat, refusal
from monai_runner.failure import Trouble
from monai_runner.settings import Settings

#: Who says so, in a job's ``waiting``.
BY = "runner"

_TROUBLES = ("ECR_TOKEN", "IMAGE_MISSING", "IMPORT_DENIED", "IMPORT_DOWN")
#: Refusals of who asks, and what of the account can be put right again (Amazon S3 API, "List of
#: error codes"; AWS KMS API, "Common errors").
_CODES = (
    "AccessDenied",
    "AccessDeniedException",
    "ExpiredToken",
    "ExpiredTokenException",
    "NoSuchBucket",
    "RequestLimitExceeded",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "UnauthorizedOperation",
    "UnrecognizedClientException",
)
#: A machine that never stops looks again after so long at the latest, one that stops meanwhile
#: after the other: each look is a start of it.
_LONGEST = 900.0
_LONGEST_STOPPED = 7200.0


def is_cause_of(error: Exception) -> bool:
    """Whether an error says nothing about the job it came up in."""
    if isinstance(error, Trouble):
        return error.reason.code in _TROUBLES
    if isinstance(error, BotoCoreError):
        return True
    if not isinstance(error, ClientError) or refusal.of_object(error) is not None:
        return False
    code, status = error_code(error), http_status(error)
    return code in _CODES or code.startswith("KMS") or status in (401, 403, 429) or status >= 500


def waiting(job: Job, reason: Reason) -> Waiting:
    """What the job is to say; since when, it remembers itself."""
    known = job.waiting
    since = known.since if known and known.by == BY else clock.to_text(clock.utc_now())
    return Waiting(BY, reason.code, reason.message, reason.remedy, since)


def is_patient(settings: Settings, since: str) -> bool:
    """Whether that may still last without the job's attempts being counted."""
    waited = clock.utc_now() - clock.from_text(since)
    return waited < timedelta(hours=settings.patience_hours)


def pause(settings: Settings, since: str) -> float:
    """Seconds until the job is tried again: half of what it has lasted, with jitter."""
    lasted = (clock.utc_now() - clock.from_text(since)).total_seconds()
    longest = _LONGEST_STOPPED if heartbeat.stops(settings) else _LONGEST
    wanted = min(max(settings.retry_seconds, lasted / 2), longest)
    return random.uniform(wanted / 2, wanted)


def tell(notes: Notes, told: Waiting) -> None:
    """Says it for the whole machine, in ``machine/trouble.json``."""

    def change(fields: Fields) -> Fields:
        same = fields.get("code") == told.code and isinstance(fields.get("since"), str)
        return {
            "code": told.code,
            "message": told.message,
            "remedy": told.remedy or "nothing: the jobs are kept and go on by themselves",
            "since": min(str(fields["since"]), told.since) if same else told.since,
            "last": clock.to_text(notes.now()),
        }

    notes.change(TROUBLE, change)
