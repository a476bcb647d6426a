"""Errors of AWS in words that name no key."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger.store import error_code


class TriggerError(Exception):
    """Some of the event could not be handled; the message has counts and codes, no keys."""


def described(error: ClientError | BotoCoreError) -> str:
    """What was answered, and, to a refusal of S3, what to do."""
    if isinstance(error, BotoCoreError):
        return f"an AWS call had no answer ({type(error).__name__})"
    said = f"{error.operation_name} was answered with {error_code(error)}"
    # S3's answer, and to a HEAD request, which has no text. Other services have other codes.
    if error_code(error) not in ("AccessDenied", "403"):
        return said
    return (
        f"{said}: the function's role may not do it (its policy, the bucket's, or the "
        "organization's), or the bucket does not belong to the account in MONAI_BUCKET_OWNER (it "
        "was deleted, say, and made by somebody else); see docs/iam/README.md and run "
        "monaiConfigureInference; uploads wait where they are, and go on by themselves"
    )
