"""What an S3 event notification says, record by record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from monai_ledger.identity import ObjectVersion


@dataclass
class Uploads:
    """The records of one event: uploads to handle, how many were left out and why, and how many
    could not be read."""

    versions: list[ObjectVersion] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0

    def ignore(self, why: str) -> None:
        """Counts a record that is none of the function's business."""
        self.ignored[why] = self.ignored.get(why, 0) + 1


def is_test_event(event: Mapping[str, Any]) -> bool:
    """S3 sends one when a notification is set. It has no Records."""
    return event.get("Event") == "s3:TestEvent"


def read(event: Mapping[str, Any], bucket: str, input_prefix: str) -> Uploads:
    """Reads every record. One that cannot be read does not keep the others from being read."""
    uploads = Uploads()
    for record in event["Records"]:
        try:
            _read_record(record, bucket, input_prefix, uploads)
        except (KeyError, TypeError, ValueError, AttributeError):
            uploads.unreadable += 1
    return uploads


def _read_record(
    record: Mapping[str, Any], bucket: str, input_prefix: str, uploads: Uploads
) -> None:
    if record.get("eventSource", "aws:s3") != "aws:s3":
        uploads.ignore("not from S3")
        return
    # "ObjectCreated:Put" in a notification; some senders keep the "s3:" of the configuration.
    if not record["eventName"].removeprefix("s3:").startswith("ObjectCreated:"):
        uploads.ignore("not an upload")
        return
    if record["s3"]["bucket"]["name"] != bucket:
        uploads.ignore("another bucket")
        return
    described = record["s3"]["object"]
    # Keys come URL-encoded, blanks as + (Amazon S3 User Guide, "Event message structure").
    key = unquote_plus(described["key"], errors="strict")
    size = int(described.get("size", 0))
    if not key.startswith(input_prefix):
        uploads.ignore("outside the input prefix")
        return
    if is_folder_marker(key, size, input_prefix):
        uploads.ignore("folder marker")
        return
    version_id = described.get("versionId")
    uploads.versions.append(
        ObjectVersion(
            bucket=bucket,
            key=key,
            e_tag=described["eTag"].strip('"'),
            size=size,
            version_id=None if version_id in (None, "", "null") else str(version_id),
            sequencer=described.get("sequencer"),
        )
    )


def is_folder_marker(key: str, size: int, input_prefix: str) -> bool:
    """The empty objects by which consoles show folders; and the prefix itself."""
    return key == input_prefix or (key.endswith("/") and size == 0)
