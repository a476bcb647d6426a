"""Objects in and out of S3: downloads that are the very object of the event, moves that lose
nothing."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from monai_ledger.identity import ObjectVersion
from monai_ledger.store import Head, Store, http_status
from monai_runner import killpoint
from monai_runner.failure import Trouble

#: The user metadata that marks what the runner itself put somewhere.
JOB_METADATA = "monai-job"
_CHUNK = 1024 * 1024
_MD5 = re.compile(r"[a-f0-9]{32}")


class Locked(Exception):
    """Object Lock keeps the object from being deleted."""


class Gone(Exception):
    """The object, or this state of it, is no longer there."""


def download(store: Store, version: ObjectVersion, target: Path, limit: int) -> None:
    """Downloads exactly this version or eTag, at most ``limit`` bytes, and compares size and,
    where the eTag is an MD5, content.

    Raises Gone when it is not there any more and Trouble when something else arrived.
    """
    request: dict[str, Any] = {
        "Bucket": version.bucket,
        "Key": version.key,
        "IfMatch": f'"{version.e_tag}"',
    }
    if version.version_id:
        request["VersionId"] = version.version_id
    try:
        answer = store.client.get_object(**request)
    except ClientError as error:
        if http_status(error) in (404, 412):
            raise Gone from error
        raise
    md5 = hashlib.md5(usedforsecurity=False)
    taken = 0
    with target.open("xb") as sink:
        while chunk := answer["Body"].read(_CHUNK):
            taken += len(chunk)
            if taken > limit:
                raise Trouble("DOWNLOAD_WRONG", "more bytes arrived than the object has")
            md5.update(chunk)
            sink.write(chunk)
    if taken != int(answer["ContentLength"]):
        raise Trouble("DOWNLOAD_WRONG", "the download is incomplete")
    # Multipart uploads and objects under KMS keys have other eTags (Amazon S3 API, "Object").
    plain = _MD5.fullmatch(version.e_tag) and answer.get("ServerSideEncryption") in (None, "AES256")
    if plain and not answer.get("SSECustomerAlgorithm") and md5.hexdigest() != version.e_tag:
        raise Trouble("DOWNLOAD_WRONG", "the download's content is not the object's")


def upload(store: Store, file: Path, key: str, job_id: str, content_type: str) -> None:
    """Uploads a regular file. A link that took its place is not followed."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as stream:
        store.client.upload_fileobj(
            stream,
            store.bucket,
            key,
            ExtraArgs={"ContentType": content_type, "Metadata": {JOB_METADATA: job_id}},
        )


def copy(store: Store, source: ObjectVersion, head: Head, key: str, job_id: str) -> None:
    """Copies on the server, in parts where it is large, and compares the sizes afterwards.

    Raises Gone when the source changed in between.
    """
    origin: dict[str, str] = {"Bucket": source.bucket, "Key": source.key}
    if source.version_id:
        origin["VersionId"] = source.version_id
    extra: dict[str, Any] = {
        "CopySourceIfMatch": f'"{head.e_tag}"',
        "MetadataDirective": "REPLACE",
        # The uploader's own metadata stay behind: S3 allows 2 KB, which they may take up.
        "Metadata": {JOB_METADATA: job_id},
    }
    if head.content_type:
        extra["ContentType"] = head.content_type
    try:
        store.client.copy(origin, store.bucket, key, ExtraArgs=extra)
    except ClientError as error:
        if http_status(error) in (404, 412):
            raise Gone from error
        raise
    copied = store.head(key)
    if copied is None or copied.size != head.size:
        raise Trouble("COPY_WRONG", "the copy is not there or has another size")


def delete_exactly(store: Store, version: ObjectVersion) -> bool:
    """Deletes this version, or the object only while it has this eTag. Returns False when
    something else lies there by now, which stays."""
    request: dict[str, str] = {"Bucket": version.bucket, "Key": version.key}
    if version.version_id:
        request["VersionId"] = version.version_id
    else:
        request["IfMatch"] = f'"{version.e_tag}"'
    try:
        store.client.delete_object(**request)
        return True
    except ClientError as error:
        if http_status(error) in (404, 412):
            return False
        raise


def move(store: Store, version: ObjectVersion, key: str, job_id: str) -> bool:
    """Copies, verifies, deletes. Repeatable after a kill at any point, and then copies no second
    time. Returns False when the source is gone and never arrived, that is when someone else
    deleted or replaced it. Raises Locked, before anything is copied, when it cannot be deleted.
    """
    head = store.head(version.key, version.version_id)
    if head is None or head.e_tag != version.e_tag:
        return _copied_before(store, key, job_id) is not None
    if head.locked and version.version_id:
        raise Locked
    before = _copied_before(store, key, job_id)
    if before is None or before.size != head.size:
        try:
            copy(store, version, head, key, job_id)
        except Gone:
            return _copied_before(store, key, job_id) is not None
    killpoint.here("copied")
    delete_exactly(store, version)
    killpoint.here("deleted")
    return True


def _copied_before(store: Store, key: str, job_id: str) -> Head | None:
    """This job's copy, if it lies there already. S3 shows no half made ones."""
    there = store.head(key)
    return there if there is not None and there.metadata.get(JOB_METADATA) == job_id else None
