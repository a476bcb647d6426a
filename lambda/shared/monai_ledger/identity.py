"""What makes two events the same event, and two events for one key older and newer."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

#: Characters of a job id. With the longest suffix it still fits a HealthImaging clientToken
#: (1 to 64 of ``[A-Za-z0-9._-]``).
JOB_ID_LENGTH = 40
JOB_ID = re.compile(r"[a-f0-9]{40}")

# Longer than any sequencer S3 sends; only pads a comparison.
_SEQUENCER_WIDTH = 64


@dataclass(frozen=True)
class ObjectVersion:
    """One uploaded object as an S3 event or a listing describes it.

    ``e_tag`` stands without quotes. ``version_id`` is None in a bucket without versioning,
    ``sequencer`` is None when the object was found by the sweep.
    """

    bucket: str
    key: str
    e_tag: str
    size: int
    version_id: str | None = None
    sequencer: str | None = None


def digest(*parts: str) -> str:
    """SHA-256 of the parts. They are framed as JSON, since a key may hold any separator."""
    framed = json.dumps(parts, ensure_ascii=True).encode("ascii")
    return hashlib.sha256(framed).hexdigest()


def event_job_id(version: ObjectVersion) -> str:
    """The same id for every delivery of the same event.

    The sequencer is part of it because a bucket without versioning gives the same content
    uploaded twice the same eTag.
    """
    return digest(
        "event",
        version.bucket,
        version.key,
        version.version_id or version.e_tag,
        version.sequencer or "",
    )[:JOB_ID_LENGTH]


def sweep_job_id(version: ObjectVersion, last_modified: str) -> str:
    """The same id each time the sweep meets the same object."""
    return digest(
        "sweep",
        version.bucket,
        version.key,
        version.version_id or version.e_tag,
        last_modified,
    )[:JOB_ID_LENGTH]


def object_tag(bucket: str, key: str, e_tag: str) -> str:
    """Sixteen characters in the name of an open marker: lets the sweep match a listing of the
    bucket with the open jobs without reading a single job."""
    return digest("object", bucket, key, e_tag)[:16]


def upload_tag(version: ObjectVersion, last_modified: str) -> str:
    """Names one upload, however many events and sweeps told of it.

    A version id does that alone. Without versioning it takes the eTag and the time, since the
    same content may be uploaded again after it was handled.
    """
    if version.version_id:
        return digest("upload", version.bucket, version.key, "version", version.version_id)
    return digest("upload", version.bucket, version.key, version.e_tag, last_modified)


def sequencer_order(sequencer: str | None) -> str:
    """Sort key for the sequencers of one key.

    Amazon S3, "Event message structure": pad the shorter hexadecimal value with zeros on the
    right, then compare as text. None (found by the sweep) sorts first.
    """
    return (sequencer or "").upper().ljust(_SEQUENCER_WIDTH, "0") if sequencer else ""
