"""The few S3 calls the ledger needs, with their conditions and their typed outcomes.

The only place of this package that knows boto3's client, which is untyped.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from botocore.exceptions import ClientError

#: Tries of a conditional write that S3 answers with 409 (another one is under way).
_CONFLICT_TRIES = 8


class ConditionFailed(Exception):
    """The condition of a write did not hold (HTTP 412, or 404 for If-Match on nothing)."""


@dataclass(frozen=True)
class Stored:
    """An object's bytes with the eTag to condition the next write on."""

    body: bytes
    e_tag: str


@dataclass(frozen=True)
class Listed:
    """One line of a listing. The eTag stands without quotes."""

    key: str
    size: int
    e_tag: str
    modified: datetime


@dataclass(frozen=True)
class Head:
    """What HeadObject tells of an object."""

    size: int
    e_tag: str
    version_id: str | None
    modified: datetime
    metadata: dict[str, str]
    content_type: str | None
    #: Whether Object Lock keeps this version from being deleted, as far as one may know that.
    locked: bool = False


def _is_locked(answer: dict[str, Any]) -> bool:
    """By Object Lock: a legal hold, or a retention that is not over. Both are left out for who
    lacks s3:GetObjectLegalHold and s3:GetObjectRetention (Amazon S3 API, HeadObject)."""
    until = answer.get("ObjectLockRetainUntilDate")
    retained = until is not None and until > datetime.now(timezone.utc)
    return retained or answer.get("ObjectLockLegalHoldStatus") == "ON"


def error_code(error: ClientError) -> str:
    """The service's error code, for example ``NoSuchKey``."""
    return str(error.response.get("Error", {}).get("Code", ""))


def http_status(error: ClientError) -> int:
    """The HTTP status of an error, 0 when unknown."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


class Store:
    """One bucket. Every method raises botocore's ClientError for what is not described."""

    def __init__(self, client: Any, bucket: str, sleep: Callable[[float], None] = time.sleep):
        self.client = client
        self.bucket = bucket
        self._sleep = sleep

    def get(self, key: str, most: int | None = None) -> Stored | None:
        """The object, or None when there is none. Of one with more bytes than ``most`` one byte
        more than that is read, so that the caller sees it."""
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=key)
            with answer["Body"] as body:
                return Stored(body.read(None if most is None else most + 1), answer["ETag"])
        except ClientError as error:
            if http_status(error) == 404:
                return None
            raise

    def head(self, key: str, version_id: str | None = None) -> Head | None:
        """The object's description, or None when it (or that version) is not there.

        Raises ClientError with the service's own words where it is encrypted with a key of the
        uploader's own.
        """
        request = {"Bucket": self.bucket, "Key": key}
        if version_id:
            request["VersionId"] = version_id
        try:
            answer = self.client.head_object(**request)
        except ClientError as error:
            status = http_status(error)
            if status == 400:
                self._look_into(request)
            # 405: the version is a delete marker. 400: not a version id of this bucket.
            if status in (404, 405) or (version_id and status == 400):
                return None
            raise
        version = answer.get("VersionId")
        return Head(
            size=int(answer["ContentLength"]),
            e_tag=answer["ETag"].strip('"'),
            version_id=None if version in (None, "null") else version,
            modified=answer["LastModified"],
            metadata=dict(answer.get("Metadata", {})),
            content_type=answer.get("ContentType"),
            locked=_is_locked(answer),
        )

    def _look_into(self, request: dict[str, str]) -> None:
        """An answer to HeadObject has no text. Raises what GetObject says of the same object,
        unless it is that there is no such version."""
        try:
            self.client.get_object(**request, Range="bytes=0-0")["Body"].close()
        except ClientError as error:
            if error_code(error) == "InvalidRequest":
                raise

    def put_new(self, key: str, body: bytes, content_type: str = "application/json") -> str:
        """Writes the object if there is none. Returns its eTag.

        Raises ConditionFailed when there is one.
        """
        return self._put(key, body, content_type, IfNoneMatch="*")

    def put_if(self, key: str, body: bytes, e_tag: str) -> str:
        """Replaces exactly that state of the object. Returns the new eTag.

        Raises ConditionFailed when it changed or is gone.
        """
        return self._put(key, body, "application/json", IfMatch=e_tag)

    def put(self, key: str, body: bytes, content_type: str = "application/json") -> str:
        """Writes the object whatever is there. Returns its eTag."""
        return self._put(key, body, content_type)

    def put_described(
        self, key: str, body: bytes, content_type: str, metadata: dict[str, str], **condition: str
    ) -> str:
        """Writes the object with user metadata and, if given, a condition. Returns its eTag."""
        return self._put(key, body, content_type, Metadata=metadata, **condition)

    def _put(self, key: str, body: bytes, content_type: str, **condition: Any) -> str:
        for attempt in range(_CONFLICT_TRIES):
            try:
                answer = self.client.put_object(
                    Bucket=self.bucket, Key=key, Body=body, ContentType=content_type, **condition
                )
                return str(answer["ETag"])
            except ClientError as error:
                status = http_status(error)
                if status == 412 or (status == 404 and "IfMatch" in condition):
                    raise ConditionFailed(error_code(error)) from error
                if status != 409 or attempt == _CONFLICT_TRIES - 1:
                    raise
                self._sleep(random.uniform(0, 0.05 * 2**attempt))
        raise AssertionError("unreachable")

    def copy(self, key: str, target: str) -> None:
        """Copies a small object within the bucket, without its tags and user metadata."""
        self.client.copy_object(
            Bucket=self.bucket,
            Key=target,
            CopySource={"Bucket": self.bucket, "Key": key},
            MetadataDirective="REPLACE",
            TaggingDirective="REPLACE",
        )

    def delete(self, key: str) -> None:
        """Deletes the object; one that is not there is fine."""
        self.client.delete_object(Bucket=self.bucket, Key=key)

    def list(self, prefix: str) -> Iterator[Listed]:
        """All objects under a prefix, page by page, in the order of their keys."""
        token: str | None = None
        while True:
            # Boto3 asks for EncodingType=url itself and decodes, so a newline in a key is safe.
            request: dict[str, Any] = {"Bucket": self.bucket, "Prefix": prefix}
            if token:
                request["ContinuationToken"] = token
            page = self.client.list_objects_v2(**request)
            for item in page.get("Contents", []):
                yield Listed(
                    item["Key"], int(item["Size"]), item["ETag"].strip('"'), item["LastModified"]
                )
            token = page.get("NextContinuationToken")
            if not token:
                return
