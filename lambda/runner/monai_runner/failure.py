"""How a job can end badly. No message quotes a key, a file name or anything of the study."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger.job import LedgerError, Reason
from monai_ledger.store import error_code


class JobFailure(Exception):
    """The job cannot succeed however often it is tried: it goes to the failed prefix."""

    def __init__(self, code: str, message: str, remedy: str = "", log: str = ""):
        super().__init__(code)
        self.reason = Reason(code, message, remedy)
        #: The end of the MAP's output. It may hold names, so it goes beside the input and into
        #: no log.
        self.log = log


class Trouble(Exception):
    """Something around the job failed (network, disk, registry): worth another try."""

    def __init__(self, code: str, message: str, remedy: str = ""):
        super().__init__(code)
        self.reason = Reason(code, message, remedy)


class Interrupted(Exception):
    """The runner is told to end: the job goes back to the ledger untouched."""


def describe(error: Exception) -> Reason:
    """The reason for an error that is worth another try. Messages of other libraries may quote
    a key, so only their kind is kept."""
    if isinstance(error, (JobFailure, Trouble)):
        return error.reason
    if isinstance(error, ClientError):
        code = error_code(error)
        remedy = (
            f"allow {error.operation_name} in the instance profile's policy; for a call to S3 see "
            "too whether the bucket still belongs to the account in bucketOwner"
            if code in ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403")
            else ""
        )
        return Reason("AWS_ERROR", f"{error.operation_name} was answered with {code}", remedy)
    if isinstance(error, BotoCoreError):
        return Reason("AWS_UNREACHABLE", f"an AWS call failed: {type(error).__name__}")
    if isinstance(error, LedgerError):
        return Reason("LEDGER_ERROR", "the ledger changed in an unexpected way")
    if isinstance(error, OSError):
        return Reason("SYSTEM_ERROR", f"{type(error).__name__} (errno {error.errno})")
    return Reason("INTERNAL_ERROR", f"unexpected {type(error).__name__}; see the runner's log")
