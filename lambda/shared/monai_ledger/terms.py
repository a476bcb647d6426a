"""On what terms S3 is spoken to: whose bucket it must be, and how what is written is encrypted.

Both are added to each call by the client itself, so that no caller can forget them, boto3's own
transfers in parts included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

#: Amazon S3 API, PutObject, "x-amz-server-side-encryption".
AES256 = "AES256"
KMS = "aws:kms"
KMS_DSSE = "aws:kms:dsse"
ALGORITHMS = (AES256, KMS, KMS_DSSE)

#: The operations that decide on an object's encryption; a part has its upload's.
_WRITES = ("PutObject", "CopyObject", "CreateMultipartUpload")
_ACCOUNT = re.compile(r"[0-9]{12}")


class TermsError(ValueError):
    """Terms that no call can be made on; the message names no value."""


@dataclass(frozen=True)
class Terms:
    """``owner`` is the account that the bucket must belong to: a bucket that was deleted and made
    anew by a stranger gets nothing. ``kms_key`` is a key's ARN, id or alias; without one
    ``aws:kms`` means the account's key for S3.

    See https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html and
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html. Raises
    TermsError.
    """

    owner: str
    algorithm: str = AES256
    kms_key: str | None = None

    def __post_init__(self) -> None:
        if not _ACCOUNT.fullmatch(self.owner):
            raise TermsError("the bucket's owner must be an account of 12 digits")
        if self.algorithm not in ALGORITHMS:
            raise TermsError(f"the encryption must be one of {', '.join(ALGORITHMS)}")
        if self.kms_key and self.algorithm == AES256:
            raise TermsError("a KMS key goes with aws:kms and aws:kms:dsse only")

    def bind(self, client: Any) -> Any:
        """Has an S3 client make all its calls on these terms. Returns the client."""
        client.meta.events.register("before-parameter-build.s3", self._add, unique_id="monai-terms")
        return client

    def _add(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        members = model.input_shape.members if model.input_shape else {}
        if "ExpectedBucketOwner" in members:
            params["ExpectedBucketOwner"] = self.owner
        if "ExpectedSourceBucketOwner" in members:
            params["ExpectedSourceBucketOwner"] = self.owner
        if model.name in _WRITES:
            params.update(self._encryption())

    def _encryption(self) -> dict[str, Any]:
        headers: dict[str, Any] = {"ServerSideEncryption": self.algorithm}
        if self.kms_key:
            headers["SSEKMSKeyId"] = self.kms_key
        if self.algorithm == KMS:
            # One call to KMS for many objects. DSSE has no bucket keys (Amazon S3 User Guide,
            # "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys").
            headers["BucketKeyEnabled"] = True
        return headers
