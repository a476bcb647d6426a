"""What S3's refusals mean to an upload: which of them no repetition mends, and what to do.

S3 says most of it in an error's text alone (Amazon S3 API, "List of error codes"). No text of S3
goes on: it may quote a key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError

from monai_ledger.job import Reason
from monai_ledger.store import error_code, http_status
from monai_runner.failure import JobFailure

#: Answers below 500 that another try, or the machine's next credentials, may turn.
_PASSING = (
    "BadDigest",
    "ConditionalRequestConflict",
    "ExpiredToken",
    "IncompleteBody",
    "InvalidAccessKeyId",
    "InvalidToken",
    "NoSuchUpload",
    "OperationAborted",
    "RequestTimeout",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TokenRefreshRequired",
)

ARCHIVED = Reason(
    "OBJECT_ARCHIVED",
    "the upload lies in an archived storage class and cannot be read",
    "restore it, then upload or copy it to a new name under the input prefix; a restored object "
    "alone tells nobody; keep lifecycle rules that archive away from the input prefix",
)
CUSTOMER_KEY = Reason(
    "OBJECT_CUSTOMER_KEY",
    "the upload is encrypted with a key of the uploader's own (SSE-C) and cannot be read",
    "upload it again without such a key; SSE-S3 or SSE-KMS does",
)
LOCKED = Reason(
    "OBJECT_LOCKED",
    "S3 Object Lock keeps the upload from being deleted, so it was not moved",
    "delete it when its retention is over or its legal hold is taken off; use a bucket without "
    "default retention for uploads",
)
_MFA = Reason(
    "MFA_DELETE",
    "the bucket demands MFA to delete a version, which no program has",
    "delete the upload with MFA, or turn MFA delete off for the bucket",
)
_REMEDY = (
    "look for a Deny in the bucket's policy, the role's boundary or the organization's policies, "
    "and compare the machine's role with docs/iam/policies/inference-machine.json; then move or "
    "delete the upload by hand"
)


@contextmanager
def as_failure() -> Iterator[None]:
    """For reading an upload: raises JobFailure for what lies in the upload itself."""
    try:
        yield
    except ClientError as error:
        for reason in (ARCHIVED, CUSTOMER_KEY):
            if reason is of_object(error):
                raise JobFailure(reason.code, reason.message, reason.remedy) from error
        raise


def lasting(error: ClientError) -> Reason | None:
    """Why an upload cannot be moved, or None for trouble that is worth another try."""
    code, status = error_code(error), http_status(error)
    known = of_object(error)
    if known is not None:
        return known
    if not 400 <= status < 500 or status in (408, 429) or code in _PASSING:
        return None
    if code.startswith("KMS"):
        return Reason(
            "KEY_UNUSABLE",
            f"a KMS key cannot be used ({code}), so the upload was not moved",
            "enable the key, or allow its use to the machine's role; then move the upload by hand",
        )
    if status == 403:
        what = f"{error.operation_name} was refused ({code}), so the upload was not moved"
        return Reason("MOVE_DENIED", what, _REMEDY)
    what = f"{error.operation_name} was answered with {code}, so the upload was not moved"
    return Reason("MOVE_REFUSED", what, _REMEDY)


def of_object(error: ClientError) -> Reason | None:
    """Why this very object cannot be read or moved, whoever asks; None for any other error."""
    code = error_code(error)
    text = str(error.response.get("Error", {}).get("Message", "")).lower()
    if code == "InvalidObjectState":
        return ARCHIVED
    # "The object was stored using a form of Server Side Encryption. The correct parameters must be
    # provided to retrieve the object."
    if code == "InvalidRequest" and "server side encryption" in text:
        return CUSTOMER_KEY
    # "Access Denied because object protected by object lock."
    if code in ("AccessDenied", "InvalidRequest") and "object lock" in text:
        return LOCKED
    # "Mfa Authentication must be used for this request"
    if code == "AccessDenied" and "mfa" in text:
        return _MFA
    return None
